/** A set that is mostly empty or of one member; then it costs nothing of its own, which counts with 100,000 of them. */
export type OneOrMany<T extends object> = undefined | T | Set<T>;

export function withMember<T extends object>(group: OneOrMany<T>, member: T): OneOrMany<T> {
  if (group === undefined || group === member) return member;
  if (group instanceof Set) return group.add(member);
  return new Set([group, member]);
}

export function withoutMember<T extends object>(group: OneOrMany<T>, member: T): OneOrMany<T> {
  if (group === member) return undefined;
  if (!(group instanceof Set)) return group;
  group.delete(member);
  if (group.size > 1) return group;
  const [last] = group;
  return last;
}

export function membersOf<T extends object>(group: OneOrMany<T>): Iterable<T> {
  if (group === undefined) return [];
  return group instanceof Set ? group : [group];
}

export function countOf<T extends object>(group: OneOrMany<T>): number {
  if (group === undefined) return 0;
  return group instanceof Set ? group.size : 1;
}
