import { managedAnnotations } from '../../model/group.ts';
import { formatIdentity, placeOf, type Resource } from '../../model/resource.ts';
import { formatPolicy, type OwnRoute, type PortPlan } from '../../model/service-plan.ts';
import { stringMapAt } from '../../model/string-map.ts';
import type { Annotating, MeshContext } from '../backend.ts';
import { isRetryOrTimeoutKey } from './keys.ts';
import { type RouteKind, retriesFor } from './retry.ts';
import { timeoutValues } from './timeout.ts';

/** The policy's settings as annotations on the routes that the user attached to the port. */
export function annotateOwnRoutes(plan: PortPlan, context: MeshContext): readonly Annotating[] {
  const { policy } = plan;
  return plan.ownRoutes.map(({ item, resource }: OwnRoute): Annotating => {
    const kind: RouteKind = resource.identity.kind === 'GRPCRoute' ? 'GRPCRoute' : 'HTTPRoute';
    if (kind === 'HTTPRoute' && policy.retry?.methods !== undefined) {
      context.lose(
        policy,
        'retry.methods',
        `on your own ${formatIdentity(resource.identity)} the annotations apply to every rule; write the methods in its matches`,
      );
    }
    const values = { ...retriesFor(plan, kind, context), ...timeoutValues(policy, context) };
    reportForeignKeys(resource, values, { plan, context });
    return { item, resource, values, policies: [policy] };
  });
}

/** Retry and timeout keys that somebody wrote and the policy does not set: Linkerd would mix both (RP3015). */
export function reportForeignKeys(
  resource: Resource,
  values: Readonly<Record<string, string>>,
  how: { readonly plan: PortPlan; readonly context: MeshContext },
): void {
  const annotations = stringMapAt(resource.object, ['metadata', 'annotations']);
  const managed = new Set((annotations[managedAnnotations] ?? '').split(','));
  for (const key of Object.keys(annotations)) {
    if (!isRetryOrTimeoutKey(key) || managed.has(key) || Object.hasOwn(values, key)) continue;
    const { policy } = how.plan;
    const places = [placeOf(resource, ['metadata', 'annotations', key], 'key'), placeOf(policy.resource, ['spec', 'targetRef'])];
    how.context.report('RP3015', places, { object: formatIdentity(resource.identity), key, policy: formatPolicy(policy) });
  }
}
