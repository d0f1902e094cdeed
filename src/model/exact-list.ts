/**
 * The same list without spare room: what `filter`, `flatMap` and `push` make has room for sixteen more, which is most of what a short
 * list takes (docs/decisions/0017).
 */
export function exactList<T>(list: Iterable<T>): readonly T[] {
  return Array.isArray(list) ? list.slice() : Array.from(list).slice();
}
