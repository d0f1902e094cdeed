import type { Node } from 'yaml';
import { positionLimit } from './position-limit.ts';
import { yamlLibrary } from './yaml-library.ts';

/** A key that stands twice in one mapping: the index in the text of both, as far as they are known. */
export interface DuplicateKey {
  /** Undefined where it might be data: broken text makes keys of anything. */
  readonly key: string | undefined;
  readonly first: readonly number[];
  readonly second: number;
}

/** The name of a field, or one with a prefix as labels and annotations have it. */
const ordinaryKey = /^(?:[a-z][A-Za-z]{0,39}|[\w.-]{1,60}\/[\w.-]{1,60})$/;

/**
 * The first duplicate key of a document. Our own search, since the library's check is quadratic in the number of keys. A text that is too long
 * for it is not searched: its parser stood at the second of the two.
 */
export function findDuplicateKey(text: string, stoppedAt: number): DuplicateKey | undefined {
  if (text.length > positionLimit) return { key: namedKey(wordAt(text, stoppedAt), text), first: [], second: stoppedAt };
  const yaml = yamlLibrary();
  const document = yaml.parseDocument(text, { uniqueKeys: false, logLevel: 'silent', strict: false, prettyErrors: false });
  let found: DuplicateKey | undefined;
  yaml.visit(document, {
    Map(_, map) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!yaml.isScalar(key) || key.value === '<<') continue;
        const name = String(key.value);
        const at = (key as Node).range?.[0] ?? 0;
        const first = seen.get(name);
        if (first !== undefined) {
          found = { key: namedKey(name, text), first: [first], second: at };
          return yaml.visit.BREAK;
        }
        seen.set(name, at);
      }
      return undefined;
    },
  });
  return found;
}

function wordAt(text: string, index: number): string {
  return /^["']?([^"':\n,}]*)/.exec(text.slice(index, index + 256))?.[1]?.trim() ?? '';
}

function namedKey(key: string, text: string): string | undefined {
  return ordinaryKey.test(key) && !/secret/i.test(text) ? key : undefined;
}
