import type { MeshOutput } from '../mesh/backend.ts';
import type { AnnotationEdit } from '../model/annotation-edit.ts';
import type { Added, Changes } from '../model/changes.ts';
import { generatedFrom } from '../model/group.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import { equalValues, formatIdentity, identityOf, type KubeObject, placeOf, type Resource } from '../model/resource.ts';
import { formatPolicy } from '../model/service-plan.ts';
import { collectWanted, planEdit } from './edit-object.ts';
import { collectGenerated, type Generated } from './generated.ts';
import { keepForeign } from './mark.ts';
import { findMarked, isEdited, judgeOrphan, markOf, type Ownership } from './ownership.ts';
import type { ServiceOutput } from './render-plans.ts';

/** The input as it is, and who owns what in it. */
export interface Existing<I extends Item> {
  readonly inventory: Inventory<I>;
  readonly ownership: Ownership;
}

/** Compares what the mesh needs with what is there (design §5). Reports RP3008 to RP3013, RP3016. */
export function planChanges<I extends Item>(outputs: readonly ServiceOutput[], existing: Existing<I>): Changes<I> {
  const { ownership, inventory } = existing;
  const marked = findMarked(inventory);
  const generated = collectGenerated<I>(outputs, { namespace: ownership.options.namespace, report: ownership.report });
  const { replaced, added, regenerated } = placeGenerated(generated, existing);
  const removed = new Set<I>();
  for (const [item, resource] of marked.generated) {
    if (regenerated.has(item) || isEdited(resource, ownership)) continue;
    if (judgeOrphan(item, resource, ownership) === 'remove') removed.add(item);
  }
  return { edits: planEdits(outputs, marked.annotated, ownership), replaced, removed, added, regenerated };
}

interface Placed<I extends Item> {
  readonly replaced: ReadonlyMap<I, KubeObject>;
  readonly added: readonly Added<I>[];
  readonly regenerated: ReadonlyMap<I, I>;
}

function placeGenerated<I extends Item>(generated: ReadonlyMap<string, Generated<I>>, existing: Existing<I>): Placed<I> {
  const replaced = new Map<I, KubeObject>();
  const added: Added<I>[] = [];
  const regenerated = new Map<I, I>();
  for (const fresh of generated.values()) {
    const item = existing.inventory.find(identityOf(fresh.object), existing.ownership.options.namespace);
    const resource = item === undefined ? undefined : existing.inventory.open(item);
    if (item === undefined || resource === undefined) {
      added.push({ object: fresh.object, beside: fresh.service });
      continue;
    }
    regenerated.set(item, fresh.service);
    if (!mayRegenerate(resource, fresh, existing.ownership)) continue;
    const object = keepForeign(fresh.object, resource.object, existing.ownership.meshKeys);
    if (!equalValues(object, resource.object)) replaced.set(item, object);
  }
  return { replaced, added, regenerated };
}

function mayRegenerate(resource: Resource, fresh: Generated, ownership: Ownership): boolean {
  if (markOf(resource, generatedFrom) !== '') return !isEdited(resource, ownership);
  const policy = fresh.policies[0];
  if (policy !== undefined) {
    ownership.report('RP3008', [placeOf(policy.resource, ['metadata', 'name']), placeOf(resource)], {
      object: formatIdentity(identityOf(fresh.object)),
      policy: formatPolicy(policy),
    });
  }
  return false;
}

function planEdits<I extends Item>(
  outputs: readonly MeshOutput[],
  annotated: ReadonlyMap<I, Resource>,
  ownership: Ownership,
): ReadonlyMap<I, AnnotationEdit> {
  const edits = new Map<I, AnnotationEdit>();
  const wanted = collectWanted<I>(outputs);
  for (const [item, want] of wanted) {
    const edit = planEdit(want, ownership);
    if (edit !== undefined) edits.set(item, edit);
  }
  for (const [item, resource] of annotated) {
    if (wanted.has(item) || judgeOrphan(item, resource, ownership) === 'keep') continue;
    const edit = planEdit({ resource, values: {}, policies: [] }, ownership);
    if (edit !== undefined) edits.set(item, edit);
  }
  return edits;
}
