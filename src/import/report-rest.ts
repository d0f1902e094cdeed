import type { Report } from '../diagnostics/diagnostic.ts';
import { type FieldPath, formatFieldPath } from '../model/place.ts';
import { formatIdentity, isObject, placeOf, type Resource, type Value, valueAt } from '../model/resource.ts';

/** A part of an object that is read. */
export interface Part {
  readonly resource: Resource;
  readonly path: FieldPath;
}

/** RP4052 for every field of a part that a policy cannot say. What is read, or says nothing, is known. */
export function reportRest({ resource, path }: Part, known: readonly string[], report: Report): void {
  const value = valueAt(resource.object, path);
  if (!isObject(value)) return;
  for (const [key, field] of Object.entries(value)) {
    if (known.includes(key) || isEmpty(field)) continue;
    reportField({ resource, path: [...path, key] }, undefined, report);
  }
}

/** RP4052 for one field. */
export function reportField({ resource, path }: Part, hint: string | undefined, report: Report): void {
  report('RP4052', placeOf(resource, path, 'key'), { object: formatIdentity(resource.identity), field: formatFieldPath(path), hint });
}

/** RP4054: what is imported is near to what the field says. */
export function reportNear({ resource, path }: Part, how: string, report: Report): void {
  report('RP4054', placeOf(resource, path), { object: formatIdentity(resource.identity), field: formatFieldPath(path), how });
}

/** RP4057: a field that would be imported if its value were one that the mesh reads, or that acts at all. */
export function reportUseless({ resource, path }: Part, reason: string, report: Report): void {
  report('RP4057', placeOf(resource, path), { object: formatIdentity(resource.identity), field: formatFieldPath(path), reason });
}

/** RP4059: nothing of the object is imported. */
export function reportLeftOut({ resource, path }: Part, reason: string, report: Report): void {
  report('RP4059', placeOf(resource, path), { object: formatIdentity(resource.identity), reason });
}

function isEmpty(value: Value): boolean {
  return value === null || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}
