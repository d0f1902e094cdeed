import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import type { MeshChoice } from './mesh/mesh-choice.ts';
import { meshes } from './mesh/registry.ts';
import type { Changes } from './model/changes.ts';
import { group } from './model/group.ts';
import type { Inventory, Item } from './model/inventory.ts';
import type { RenderOptions } from './model/options.ts';
import type { Origin } from './model/place.ts';
import { formatIdentity, type Resource } from './model/resource.ts';
import { planServices } from './plan/plan-services.ts';
import { reportDuplicates } from './plan/report-duplicates.ts';
import { collectOutcomes, type PolicyOutcome } from './render/outcome.ts';
import type { Ownership } from './render/ownership.ts';
import { planChanges } from './render/plan-changes.ts';
import { presentPolicies } from './render/recorded-policies.ts';
import { renderPlans } from './render/render-plans.ts';
import { validatePolicy } from './validate/validate-policy.ts';

/** How objects are to be rendered, and where problems go. */
export interface RenderContext<I extends Item> {
  readonly options: RenderOptions;
  readonly report: Report;
  /** Where an item stands; undefined for an object of a live cluster. */
  readonly originOf: (item: I) => Origin | undefined;
}

export interface Rendered<I extends Item> {
  readonly changes: Changes<I>;
  /** One per policy, with what of the given diagnostics concerns it. */
  outcomes(diagnostics: readonly Diagnostic[]): readonly PolicyOutcome[];
}

/** validate ─▶ plan ─▶ render, for objects of files and of a cluster alike: a bad policy is left out and harms no other. */
export function renderInventory<I extends Item>(inventory: Inventory<I>, choice: MeshChoice, context: RenderContext<I>): Rendered<I> {
  const { options, report, originOf } = context;
  const placeOf = (item: I) => {
    const origin = originOf(item);
    return origin === undefined
      ? { kind: 'object' as const, name: formatIdentity(item.identity) }
      : { kind: 'field' as const, origin, path: [] };
  };
  reportDuplicates(inventory, { namespace: options.namespace, report, placeOf });
  const resources = inventory.ofKind(group, 'ResiliencePolicy').flatMap((item): Resource | [] => inventory.open(item) ?? []);
  const policies = resources.flatMap((resource) => validatePolicy(resource, report) ?? []);
  const about = { options, report, inventory };
  const planned = planServices(policies, choice, about);
  const outputs = renderPlans(planned, about);
  const backends = Object.values(meshes);
  const ownership: Ownership = {
    options,
    report,
    present: presentPolicies(inventory, options.namespace),
    backends,
    meshKeys: new Set(backends.flatMap((backend) => [...backend.annotationKeys])),
  };
  const changes = planChanges(outputs, { inventory, ownership });
  return { changes, outcomes: (diagnostics) => collectOutcomes(resources, { planned, outputs, diagnostics }) };
}
