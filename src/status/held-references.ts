import { isObject, type KubeObject, listAt, type ObjectValue, stringAt, type Value, valueAt } from '../model/resource.ts';

/** Ours on ownerReferences, and on nothing else: an apply with it takes back what it gave before and no longer names. */
export const ownershipManager = 'resilience-renderer-owner-references';

/** What the API server remembers of our last apply, as far as it matters; undefined where we never gave a reference. */
export function ownershipFields(object: KubeObject): ObjectValue | undefined {
  const entry = listAt(object, ['metadata', 'managedFields']).find(
    (each) => stringAt(each, ['manager']) === ownershipManager && stringAt(each, ['operation']) === 'Apply',
  );
  const references = valueAt(entry, ['fieldsV1', 'f:metadata', 'f:ownerReferences']);
  if (!isObject(references)) return undefined;
  return {
    manager: ownershipManager,
    operation: 'Apply',
    fieldsV1: { 'f:metadata': { 'f:ownerReferences': Object.fromEntries(Object.keys(references).map((key) => [key, {}])) } },
  };
}

/** The uids of the owners that we gave. Keys of the list are written as `k:{"uid":"…"}` (structured-merge-diff). */
export function heldReferences(object: KubeObject): ReadonlySet<string> {
  const references = valueAt(ownershipFields(object), ['fieldsV1', 'f:metadata', 'f:ownerReferences']);
  return new Set(Object.keys(isObject(references) ? references : {}).flatMap((key) => uidOf(key) ?? []));
}

function uidOf(key: string): string | undefined {
  if (!key.startsWith('k:')) return undefined;
  try {
    return stringAt(JSON.parse(key.slice(2)) as Value, ['uid']) || undefined;
  } catch {
    return undefined;
  }
}
