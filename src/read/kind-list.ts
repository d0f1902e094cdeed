import { groupOf } from '../model/resource.ts';
import { createWordList } from './word-list.ts';

/** A kind as documents name it, and what it is whatever its version. */
export interface ListedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** The number of its group and kind. */
  readonly groupKind: number;
}

/** The kinds of an input, each kept once and known by its number. */
export interface KindList {
  readonly kinds: readonly ListedKind[];
  add(apiVersion: string, kind: string): number;
  /** The number of a group and kind; -1 where no object is of it. */
  groupKindOf(group: string, kind: string): number;
}

export function createKindList(): KindList {
  const kinds: ListedKind[] = [];
  const numbers = new Map<string, Map<string, number>>();
  const groupKinds = createWordList();
  const add = (apiVersion: string, kind: string): number => {
    const ofVersion = numbers.get(apiVersion) ?? new Map<string, number>();
    const known = ofVersion.get(kind);
    if (known !== undefined) return known;
    numbers.set(apiVersion, ofVersion.set(kind, kinds.length));
    return kinds.push({ apiVersion, kind, groupKind: groupKinds.add(keyOf(groupOf(apiVersion), kind)) }) - 1;
  };
  return { kinds, add, groupKindOf: (group, kind) => groupKinds.indexOf(keyOf(group, kind)) };
}

/** No group holds a slash. */
function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}
