import type { FieldPath } from './place.ts';
import { isObject, type Value, valueAt } from './resource.ts';

/** The string entries of a mapping such as labels or annotations; other values are no valid entries and are left out. */
export function stringMapAt(value: Value | undefined, path: FieldPath): Readonly<Record<string, string>> {
  const found = valueAt(value, path);
  const entries = isObject(found) ? Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string') : [];
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(entries));
}
