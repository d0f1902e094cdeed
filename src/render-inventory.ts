import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import type { MeshChoice } from './mesh/mesh-choice.ts';
import { meshes, meshKeys } from './mesh/registry.ts';
import type { Changes } from './model/changes.ts';
import { group } from './model/group.ts';
import type { Inventory, Item } from './model/inventory.ts';
import type { RenderOptions } from './model/options.ts';
import type { Origin } from './model/place.ts';
import type { Policy } from './model/policy.ts';
import { formatIdentity, type Located, locatedOf } from './model/resource.ts';
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
  /** How many policies could be read. */
  readonly policies: number;
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
  const { located, policies } = validatePolicies(inventory, report);
  const about = { options, report, inventory };
  const planned = planServices(policies, choice, about);
  const outputs = renderPlans(planned, about);
  const present = presentPolicies(inventory, options.namespace);
  const ownership: Ownership = { options, report, present, backends: Object.values(meshes), meshKeys };
  const changes = planChanges(outputs, { inventory, ownership });
  return { changes, policies: located.length, outcomes: (diagnostics) => collectOutcomes(located, { planned, outputs, diagnostics }) };
}

/** Every policy that could be read, and those that are good. What is asked of a policy is in it: its object is not kept. */
function validatePolicies(
  inventory: Inventory,
  report: Report,
): { readonly located: readonly Located[]; readonly policies: readonly Policy[] } {
  const located: Located[] = [];
  const policies: Policy[] = [];
  for (const item of inventory.ofKind(group, 'ResiliencePolicy')) {
    const resource = inventory.open(item, 'once');
    if (resource === undefined) continue;
    const policy = validatePolicy(resource, report);
    located.push(policy?.resource ?? locatedOf(resource));
    if (policy !== undefined) policies.push(policy);
  }
  return { located, policies };
}
