import { identityOf, isObject } from '../../../src/model/resource.ts';
import { fromBytes } from '../../../src/model/source.ts';
import { parseRange } from '../../../src/read/document-text.ts';
import { indexFile } from '../../../src/read/index-file.ts';
import type { FuzzInput } from '../input.ts';
import { demand } from './law-broken.ts';

/** How much of a file is looked at in one go changes nothing. */
export function checkWindows({ files }: FuzzInput): void {
  for (const { path, bytes } of files) {
    const file = fromBytes(path, bytes);
    const whole = JSON.stringify(indexFile(file));
    // One window ends right behind dashes, where a separator and `---foo` look alike.
    const border = bytes.indexOf('\n---') + '\n---'.length;
    for (const windowSize of [border, 1 + (bytes.length % 97), 64]) {
      const pieces = JSON.stringify(indexFile(file, { windowSize }));
      demand(pieces === whole, 'windows do not change what is found', () => `${whole}\n>>>>\n${pieces}`);
    }
  }
}

/** What the classifier says is what a parser reads. */
export function checkSniffed({ files }: FuzzInput): void {
  for (const { path, bytes } of files) {
    const file = fromBytes(path, bytes);
    const index = indexFile(file);
    for (const document of index.ok ? index.documents : []) {
      const parsed = document.sniffed === undefined ? undefined : parseRange(file, document);
      if (parsed?.ok !== true) continue;
      const { apiVersion, kind, namespace, name } = identityOf(isObject(parsed.value) ? parsed.value : {});
      const read = JSON.stringify([apiVersion, kind, namespace, name]);
      const sniffed =
        document.sniffed &&
        JSON.stringify([document.sniffed.apiVersion, document.sniffed.kind, document.sniffed.namespace, document.sniffed.name]);
      demand(read === sniffed, 'the classifier says what a parser reads', () => `${sniffed}\n${read}\n${bytes}`);
    }
  }
}
