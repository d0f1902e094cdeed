import { group } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RenderOptions } from '../model/options.ts';
import { type Evaluation, evaluatePolicies, type StatusContext } from './evaluate-policies.ts';
import type { LiveItem } from './live-inventory.ts';

/** The options for the policies of a namespace, where they are not those of all others. Equal options are one object. */
export type OptionsByNamespace = ReadonlyMap<string, RenderOptions>;

/**
 * `evaluatePolicies` once for each of the options in use, always over the whole cluster, since policies of other namespaces may be in
 * the way of a policy; from each come the policies of its namespaces. So a conflict is decided by age as ever, and what a policy makes
 * of a Service that those of two namespaces govern is judged as if all of them were rendered with the options of its own.
 */
export function evaluateByNamespace(
  inventory: Inventory<LiveItem>,
  context: StatusContext,
  byNamespace: OptionsByNamespace,
): readonly Evaluation[] {
  if (byNamespace.size === 0) return evaluatePolicies(inventory, context);
  const optionsOf = (namespace: string): RenderOptions => byNamespace.get(namespace) ?? context.options;
  const inUse = new Set(inventory.ofKind(group, 'ResiliencePolicy').map(({ identity }) => optionsOf(identity.namespace)));
  return [...inUse].flatMap((options) =>
    evaluatePolicies(inventory, { ...context, options }).filter(({ policy }) => optionsOf(policy.namespace) === options),
  );
}
