import type { Annotating, MeshOutput } from '../mesh/backend.ts';
import type { AnnotationEdit } from '../model/annotation-edit.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import { exactList } from '../model/exact-list.ts';
import { annotatedFrom, managedAnnotations } from '../model/group.ts';
import type { Item } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import { formatIdentity, isList, isObject, placeOf, type Resource, type Value, valueAt } from '../model/resource.ts';
import { formatPolicy } from '../model/service-plan.ts';
import { formatMark } from './mark.ts';
import type { Ownership } from './ownership.ts';

/** Everything that the outputs want on one object of the user's. */
export interface Wanted {
  readonly resource: Resource;
  readonly values: Readonly<Record<string, string>>;
  readonly policies: readonly Policy[];
}

/** By the item that the mesh was given, which is one of this inventory. */
export function collectWanted<I extends Item>(outputs: readonly MeshOutput[]): ReadonlyMap<I, Wanted> {
  const wanted = new Map<I, Wanted>();
  for (const next of outputs.flatMap((output): readonly Annotating[] => output.annotating)) {
    const item = next.item as I;
    const known = wanted.get(item);
    wanted.set(item, {
      resource: next.resource,
      values: { ...known?.values, ...next.values },
      policies: exactList(new Set([...(known?.policies ?? []), ...next.policies])),
    });
  }
  return wanted;
}

/** The annotations of an object and the keys among them that are ours. */
export interface Listed {
  readonly annotations: Readonly<Record<string, Value>>;
  readonly keys: ReadonlySet<string>;
}

export function listedOf(resource: Resource): Listed {
  const found = valueAt(resource.object, ['metadata', 'annotations']);
  const annotations = isObject(found) ? found : {};
  const list = annotations[managedAnnotations];
  const keys = typeof list === 'string' ? list.split(',').map((key) => key.trim()) : [];
  return { annotations, keys: new Set(keys.filter((key) => key !== '')) };
}

/** The edit that brings an object to what is wanted; undefined when it is there already. Reports RP3012, RP3013. */
export function planEdit(wanted: Wanted, ownership: Ownership): AnnotationEdit | undefined {
  const { resource, values, policies } = wanted;
  if (!hasMapping(resource, ownership)) return undefined;
  const listed = listedOf(resource);
  for (const [key, value] of Object.entries(values)) reportForeign(key, value, { wanted, listed, ownership });
  const keys = Object.keys(values).sort(compareCodePoints);
  const namespace = resource.identity.namespace || ownership.options.namespace;
  const marks: readonly (readonly [string, string])[] =
    keys.length === 0
      ? []
      : [
          [annotatedFrom, formatMark(policies, namespace, ownership.options.namespace)],
          [managedAnnotations, keys.join(',')],
        ];
  const all = [...Object.entries(values), ...marks];
  const set = new Map(all.filter(([key, value]) => listed.annotations[key] !== value));
  const remove = new Set([
    ...staleKeys(listed, { values, resource, ownership }),
    ...(keys.length === 0 ? [annotatedFrom, managedAnnotations] : []),
  ]);
  const present = new Set([...remove].filter((key) => Object.hasOwn(listed.annotations, key)));
  return set.size === 0 && present.size === 0 ? undefined : { set, remove: present };
}

/** Annotations that are a text or a list cannot be added to, and must not be replaced (RP3018). */
function hasMapping(resource: Resource, { report }: Ownership): boolean {
  const found = valueAt(resource.object, ['metadata', 'annotations']) ?? null;
  if (found === null || isObject(found)) return true;
  const place = placeOf(resource, ['metadata', 'annotations']);
  report('RP3018', place, { object: formatIdentity(resource.identity), found: isList(found) ? 'a list' : `a ${typeof found}` });
  return false;
}

/** Listed keys that nothing wants any more; a key that no mesh writes is left alone. */
function staleKeys(
  listed: Listed,
  how: { readonly values: Readonly<Record<string, string>>; readonly resource: Resource; readonly ownership: Ownership },
): readonly string[] {
  const { values, resource, ownership } = how;
  const stale = [...listed.keys].filter((key) => !Object.hasOwn(values, key));
  for (const key of stale.filter((each) => !ownership.meshKeys.has(each))) {
    ownership.report('RP3013', placeOf(resource, ['metadata', 'annotations', managedAnnotations]), {
      object: formatIdentity(resource.identity),
      key,
    });
  }
  return stale.filter((key) => ownership.meshKeys.has(key));
}

function reportForeign(
  key: string,
  value: string,
  how: { readonly wanted: Wanted; readonly listed: Listed; readonly ownership: Ownership },
): void {
  const { wanted, listed, ownership } = how;
  const found = Object.hasOwn(listed.annotations, key) ? listed.annotations[key] : undefined;
  const policy = wanted.policies[0];
  if (found === undefined || String(found) === value || listed.keys.has(key) || ownership.options.adopt || policy === undefined) return;
  ownership.report('RP3012', [placeOf(wanted.resource, ['metadata', 'annotations', key]), placeOf(policy.resource, ['spec'])], {
    object: formatIdentity(wanted.resource.identity),
    key,
    found: String(found),
    wanted: value,
    policy: formatPolicy(policy),
  });
}
