import type { Node } from 'yaml';
import { yamlLibrary } from './yaml-library.ts';

/** A key that stands twice in one mapping: the index in the text of both. */
export interface DuplicateKey {
  readonly key: string;
  readonly first: number;
  readonly second: number;
}

/** The first duplicate key of a document. Our own search, since the library's check is quadratic in the number of keys. */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  const yaml = yamlLibrary();
  const document = yaml.parseDocument(text, { uniqueKeys: false, logLevel: 'silent', strict: false });
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
          found = { key: name, first, second: at };
          return yaml.visit.BREAK;
        }
        seen.set(name, at);
      }
      return undefined;
    },
  });
  return found;
}
