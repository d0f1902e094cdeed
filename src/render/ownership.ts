import type { Report } from '../diagnostics/diagnostic.ts';
import type { MeshBackend } from '../mesh/backend.ts';
import { annotatedFrom, generatedFrom, group, managedAnnotations } from '../model/group.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import { isKind } from '../model/kinds.ts';
import type { RenderOptions } from '../model/options.ts';
import { formatIdentity, placeOf, type Resource, stringAt, valueAt } from '../model/resource.ts';
import { missingPolicies, type PresentPolicies } from './recorded-policies.ts';

/** What decides whether an object is ours, and what becomes of it when its policy is gone. */
export interface Ownership {
  readonly options: RenderOptions;
  readonly report: Report;
  readonly present: PresentPolicies;
  /** All registered meshes: an object may have been generated for another one than is rendered now. */
  readonly backends: readonly MeshBackend[];
  /** Every annotation key that one of them writes. */
  readonly meshKeys: ReadonlySet<string>;
}

/** Objects of the input that carry a mark of ours: generated ones, and objects of the user's with annotations of ours. */
export interface Marked<I extends Item> {
  readonly generated: ReadonlyMap<I, Resource>;
  readonly annotated: ReadonlyMap<I, Resource>;
}

export function findMarked<I extends Item>(inventory: Inventory<I>): Marked<I> {
  const generated = new Map<I, Resource>();
  const annotated = new Map<I, Resource>();
  for (const item of inventory.mentioning) {
    if (isKind(item.identity, { group, kind: 'ResiliencePolicy' })) continue;
    const resource = inventory.open(item);
    if (resource === undefined) continue;
    if (markOf(resource, generatedFrom) !== '') generated.set(item, resource);
    else if (valueAt(resource.object, ['metadata', 'annotations', managedAnnotations]) !== undefined) annotated.set(item, resource);
  }
  return { generated, annotated };
}

export function markOf({ object }: Resource, key: string): string {
  return stringAt(object, ['metadata', 'annotations', key]);
}

/** True when a marked object has a spec that none of our meshes writes (RP3009): it would be lost by regenerating it. */
export function isEdited(resource: Resource, { backends, report }: Ownership): boolean {
  if (backends.some((backend) => backend.couldHaveWritten(resource.object))) return false;
  report('RP3009', placeOf(resource, ['spec'], 'key'), { object: formatIdentity(resource.identity), mark: generatedFrom });
  return true;
}

/** What to do with something of ours that no policy of the input governs. Reports RP3010, RP3011. */
export function judgeOrphan(item: Item, resource: Resource, ownership: Ownership): 'remove' | 'keep' {
  const { options, present, report } = ownership;
  const key = markOf(resource, generatedFrom) === '' ? annotatedFrom : generatedFrom;
  const missing = missingPolicies(markOf(resource, key), item, { present, namespace: options.namespace });
  // One that is absent may still want it, whatever the others say: incomplete input must never strip production.
  if (missing.length === 0) return 'remove';
  if (options.orphans !== 'error') return options.orphans;
  const names = { object: formatIdentity(resource.identity), policy: missing.join(', ') || '(none is recorded)' };
  report(key === generatedFrom ? 'RP3010' : 'RP3011', placeOf(resource, ['metadata', 'annotations', key]), names);
  return 'keep';
}
