import { groupOf } from '../model/resource.ts';

/** A kind as documents name it. */
export interface ListedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The kinds of an input, each kept once and known by its number; every version of a kind has a number of its own. */
export interface KindList {
  readonly kinds: readonly ListedKind[];
  add(apiVersion: string, kind: string): number;
  /** The number of some version of a kind; -1 where no object is of it. */
  numberOf(group: string, kind: string): number;
}

export function createKindList(): KindList {
  const kinds: ListedKind[] = [];
  const numbers = new Map<string, Map<string, number>>();
  const add = (apiVersion: string, kind: string): number => {
    const ofVersion = numbers.get(apiVersion) ?? new Map<string, number>();
    const known = ofVersion.get(kind);
    if (known !== undefined) return known;
    numbers.set(apiVersion, ofVersion.set(kind, kinds.length));
    return kinds.push({ apiVersion, kind }) - 1;
  };
  const numberOf = (group: string, kind: string): number =>
    kinds.findIndex((each) => each.kind === kind && groupOf(each.apiVersion) === group);
  return { kinds, add, numberOf };
}
