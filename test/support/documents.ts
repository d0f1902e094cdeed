import { fromText } from '../../src/model/source.ts';
import { indexFile, type Range, type RawDocument } from '../../src/read/index-file.ts';

/** The documents of a text; fails when it has no index. */
export function documentsOf(text: string, windowSize?: number): readonly RawDocument[] {
  const index = indexFile(fromText('test.yaml', text), windowSize === undefined ? {} : { windowSize });
  if (!index.ok) throw new Error(`no index: ${index.encoding}`);
  return index.documents;
}

export function textOf(text: string, range: Range): string {
  return Buffer.from(text).toString('utf8', range.from, range.to);
}

/** The texts of the documents, each with its comments around it. */
export function textsOf(text: string): readonly string[] {
  return documentsOf(text).map((document) =>
    [...document.before, document, ...document.after].map((range) => textOf(text, range)).join(''),
  );
}
