import { identityOf, isObject, type KubeObject, keyOf, type Value } from '../../../src/model/resource.ts';
import { listMembersOf } from '../../../src/read/list-members.ts';
import { parseDocument } from '../../../src/read/parse.ts';

/** A document as a plain reader finds it: between bare separators, parsed as a whole. */
export interface PlainDocument {
  readonly text: string;
  /** Undefined where it does not parse. */
  readonly value: Value | undefined;
}

/** Where these stand, separators and documents are no matter of a regular expression. */
const odd = /^%|^\.\.\.|\ufeff|^---[ \t]+[^\s#]|\r(?!\n)|[\u0085\u2028\u2029]/m;

/** The documents of a text in which only bare separators stand; undefined for any other. It shares no code with the splitter. */
export function plainDocuments(bytes: Buffer): readonly PlainDocument[] | undefined {
  const text = bytes.toString('utf8');
  if (odd.test(text) || !Buffer.from(text).equals(bytes)) return undefined;
  return text.split(/^---[ \t]*(?:#[^\n]*)?\r?(?:\n|$(?![\s\S]))/m).map((part) => {
    const parsed = parseDocument(part);
    return { text: part, value: parsed.ok ? parsed.value : undefined };
  });
}

/** The objects of a value, members of Lists one by one. */
export function objectsOfValue(value: Value | undefined): readonly KubeObject[] {
  if (!isObject(value)) return [];
  const members = listMembersOf(value);
  return members === undefined ? [value] : members.flatMap(({ object }) => (object === undefined ? [] : [object]));
}

export function byKey(objects: readonly KubeObject[]): ReadonlyMap<string, readonly KubeObject[]> {
  const found = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const key = keyOf(identityOf(object));
    const same = found.get(key);
    if (same === undefined) found.set(key, [object]);
    else same.push(object);
  }
  return found;
}
