import type { Report } from '../diagnostics/diagnostic.ts';
import type { Generating } from '../mesh/backend.ts';
import type { Item } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import { effectiveKey, formatIdentity, identityOf, type KubeObject, placeOf } from '../model/resource.ts';
import { formatPolicy } from '../model/service-plan.ts';
import { formatMark, markGenerated } from './mark.ts';
import type { ServiceOutput } from './render-plans.ts';

/** A marked object to generate, the policies behind it, and the Service that it is for. */
export interface Generated<I extends Item = Item> {
  readonly object: KubeObject;
  readonly policies: readonly Policy[];
  readonly service: I;
}

/** The generated objects by identity; two policies that need one name are an error (RP3016). */
export function collectGenerated<I extends Item>(
  outputs: readonly ServiceOutput[],
  how: { readonly namespace: string; readonly report: Report },
): ReadonlyMap<string, Generated<I>> {
  const generated = new Map<string, Generated<I>>();
  for (const next of outputs.flatMap((output) => output.generating.map((each) => ({ ...each, service: output.service as I })))) {
    const identity = identityOf(next.object);
    const key = effectiveKey(identity, how.namespace);
    const first = generated.get(key);
    if (first !== undefined) reportNameTwice(first, next, how.report);
    const mark = formatMark(next.policies, identity.namespace || how.namespace, how.namespace);
    generated.set(key, { object: markGenerated(next.object, mark), policies: next.policies, service: next.service });
  }
  return generated;
}

function reportNameTwice(first: Generated, second: Generating, report: Report): void {
  const a = first.policies[0];
  const b = second.policies[0];
  if (a === undefined || b === undefined) return;
  report('RP3016', [placeOf(b.resource, ['metadata', 'name']), placeOf(a.resource, ['metadata', 'name'])], {
    object: formatIdentity(identityOf(second.object)),
    first: formatPolicy(a),
    second: formatPolicy(b),
  });
}
