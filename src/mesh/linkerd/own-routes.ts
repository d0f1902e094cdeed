import { managedAnnotations } from '../../model/group.ts';
import { formatIdentity, formatName, placeOf, type Resource } from '../../model/resource.ts';
import { formatPolicy, type OwnRoute, type PortPlan, type ServiceFacts } from '../../model/service-plan.ts';
import { stringMapAt } from '../../model/string-map.ts';
import type { Annotating, MeshContext } from '../backend.ts';
import { isRetryOrTimeoutKey } from './keys.ts';
import { type RouteKind, retriesFor } from './retry.ts';
import { timeoutValues } from './timeout.ts';

/** The policy's settings as annotations on the routes that the user attached to the port. Reports RP3014, RP3015. */
export function annotateOwnRoutes(plan: PortPlan, service: ServiceFacts, context: MeshContext): readonly Annotating[] {
  const { policy } = plan;
  for (const route of plan.ownRoutes) reportShared(route, { plan, service, context });
  const whole = plan.ownRoutes.filter(({ shared }) => shared === undefined);
  return whole.map(({ item, resource }: OwnRoute): Annotating => {
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

/** Annotations act on a whole route, so that one which also serves something else cannot be annotated. */
function reportShared(
  { resource, shared }: OwnRoute,
  how: { readonly plan: PortPlan; readonly service: ServiceFacts; readonly context: MeshContext },
): void {
  if (shared === undefined) return;
  const { policy } = how.plan;
  how.context.report('RP3014', [placeOf(resource, ['spec', 'parentRefs']), placeOf(policy.resource, ['spec', 'targetRef'])], {
    object: formatIdentity(resource.identity),
    service: formatName(how.service),
    policy: formatPolicy(policy),
    reason: shared,
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
