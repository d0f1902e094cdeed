import type { FieldPath } from '../model/place.ts';
import { isList, isObject, type KubeObject, stringAt, type Value, valueAt } from '../model/resource.ts';

/** A member of a List and the way to it; `object` is undefined for what is no object. */
export interface ListMember {
  readonly path: FieldPath;
  readonly object: KubeObject | undefined;
  readonly found: string;
}

/**
 * The members of `kind: List` or `*List`, nested ones included, as kubectl and kustomize flatten them; undefined for
 * any other object. A kind whose name ends in List but that has no `items` is an object of its own.
 */
export function listMembersOf(object: KubeObject): readonly ListMember[] | undefined {
  const kind = stringAt(object, ['kind']);
  const items = valueAt(object, ['items']);
  if (!kind.endsWith('List') || (kind !== 'List' && !isList(items))) return undefined;
  return (isList(items) ? items : []).flatMap((value, i) => membersAt(object, value, ['items', i]));
}

function membersAt(list: KubeObject, value: Value, path: FieldPath): readonly ListMember[] {
  if (!isObject(value)) return [{ path, object: undefined, found: nameOfType(value) }];
  const member = withKind(list, value);
  if (valueAt(member, ['apiVersion']) === undefined && valueAt(member, ['kind']) === undefined) {
    return [{ path, object: undefined, found: 'a mapping without apiVersion and kind' }];
  }
  const nested = listMembersOf(member);
  return nested === undefined
    ? [{ path, object: member, found: '' }]
    : nested.map((inner) => ({ ...inner, path: [...path, ...inner.path] }));
}

/**
 * Members of a typed list, as the API server writes it, may leave out what the list says: ServiceList → Service. A ResourceList is none
 * of those: its items are objects of any kind (KRM functions specification).
 */
function withKind(list: KubeObject, member: KubeObject): KubeObject {
  const kind = stringAt(list, ['kind']);
  if (
    kind === 'List' ||
    kind === 'ResourceList' ||
    valueAt(member, ['kind']) !== undefined ||
    valueAt(member, ['apiVersion']) !== undefined
  )
    return member;
  return { apiVersion: stringAt(list, ['apiVersion']), kind: kind.slice(0, -'List'.length), ...member };
}

function nameOfType(value: Value): string {
  if (value === null) return 'empty';
  if (isList(value)) return 'a list';
  return typeof value === 'string' ? 'a string' : `a ${typeof value}`;
}
