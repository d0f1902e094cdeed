import type { FieldPath, Origin, Place } from './place.ts';

/** What YAML and JSON can say. Integers beyond 2^53 are bigints, so that they are never rounded. */
export type Value = null | boolean | number | bigint | string | readonly Value[] | ObjectValue;
export interface ObjectValue {
  readonly [key: string]: Value;
}

/** An object with apiVersion, kind and metadata; nothing about its fields is known until it is validated. */
export type KubeObject = ObjectValue;

/** What makes two manifests the same object for the API server. Absent parts are ''. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** An object that is known by where it stands; objects of a live cluster have no origin. */
export interface Located {
  readonly identity: Identity;
  readonly origin?: Origin;
}

/** A parsed object with its place in the input. */
export interface Resource extends Located {
  readonly object: KubeObject;
}

/** The same without the object, for whoever would keep it in memory. */
export function locatedOf({ identity, origin }: Located): Located {
  return origin === undefined ? { identity } : { identity, origin };
}

/** The API group of an apiVersion: `apps/v1` → `apps`, `v1` → ''. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** group/kind/namespace/name: the version does not take part, since one object is served in several. */
export function keyOf(identity: Identity): string {
  return `${groupOf(identity.apiVersion)}/${identity.kind}/${identity.namespace}/${identity.name}`;
}

/** The key of an object whose absent namespace is filled in, so that a route without one meets the Service without one. */
export function effectiveKey(identity: Identity, defaultNamespace: string): string {
  return keyOf(identity.namespace === '' ? { ...identity, namespace: defaultNamespace } : identity);
}

/** `shop/web`, or `web` without a namespace. */
export function formatName(identity: { readonly namespace: string; readonly name: string }): string {
  return identity.namespace === '' ? identity.name : `${identity.namespace}/${identity.name}`;
}

/** `Service shop/web`. */
export function formatIdentity(identity: Identity): string {
  return `${identity.kind} ${formatName(identity)}`;
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The value at a path, or undefined where a step is missing. Own properties only: keys are user data. */
export function valueAt(value: Value | undefined, path: FieldPath): Value | undefined {
  let current: Value | undefined = value;
  for (const step of path) {
    if (typeof step === 'number') current = isList(current) ? current[step] : undefined;
    else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}

export function stringAt(value: Value | undefined, path: FieldPath): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}

export function numberAt(value: Value | undefined, path: FieldPath): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

export function listAt(value: Value | undefined, path: FieldPath): readonly Value[] {
  const found = valueAt(value, path);
  return isList(found) ? found : [];
}

export function identityOf(object: KubeObject): Identity {
  return {
    apiVersion: stringAt(object, ['apiVersion']),
    kind: stringAt(object, ['kind']),
    namespace: scalarText(valueAt(object, ['metadata', 'namespace'])),
    name: scalarText(valueAt(object, ['metadata', 'name'])),
  };
}

/** A name that YAML read as a number or a boolean still names an object; the API server says what is wrong with it. */
function scalarText(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** The place of a field of a resource; an object of a live cluster is named instead. */
export function placeOf(resource: Located, path: FieldPath = [], part: 'key' | 'value' = 'value'): Place {
  return resource.origin === undefined
    ? { kind: 'object', name: formatIdentity(resource.identity) }
    : { kind: 'field', origin: resource.origin, path, part };
}

/** Deep equality of two values; key order does not count, number and bigint never equal each other. */
export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => equalValues(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalValues(a[key], b[key]));
}
