import { gatewayGroup, istioGroup } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/resource.ts';
import type { PortPlan, ServicePlan } from '../../model/service-plan.ts';
import type { MeshBackend, MeshContext, MeshOutput } from '../backend.ts';
import { isOurDestinationRule, renderDestinationRule } from '../shared/destination-rule.ts';
import { reportDestinationRules } from '../shared/destination-rule-conflicts.ts';
import { planRoutes, type RouteReader, renderGatewayRoutes } from '../shared/gateway-routes.ts';
import { portKind } from '../shared/istio-ports.ts';
import { isOurGatewayRoute } from '../shared/our-gateway-route.ts';
import { reportRetriesOff } from '../shared/retries-off.ts';
import { warnOfSmallPools } from '../shared/small-pool.ts';
import { reportUselessRetryFields } from '../shared/useless-retry-fields.ts';
import { ignores } from './ignores.ts';
import { members } from './members.ts';
import { retryOf } from './retry.ts';
import { supports } from './supports.ts';
import { versions } from './versions.ts';
import { reportVirtualServices } from './virtual-services.ts';
import { warnOfWaypoint, waypointLabel } from './waypoint.ts';

/** Istio without sidecars: HTTPRoutes and a DestinationRule, which a waypoint enforces. See README.md beside this file. */
export const istioAmbient: MeshBackend = {
  title: 'Istio ambient',
  writes: 'HTTPRoutes and DestinationRules, which a waypoint enforces',
  documentation: 'https://istio.io/latest/docs/ambient/usage/waypoint/',
  generates: [
    { group: gatewayGroup, kind: 'HTTPRoute' },
    { group: istioGroup, kind: 'DestinationRule' },
  ],
  versions,
  supports,
  portKind,
  ignores,
  render: renderPlan,
  members,
  reads: [
    { group: gatewayGroup, kind: 'HTTPRoute' },
    { group: gatewayGroup, kind: 'GRPCRoute' },
    { group: istioGroup, kind: 'VirtualService' },
    { group: istioGroup, kind: 'DestinationRule' },
    { group: '', kind: 'Namespace' },
  ],
  labelKeys: new Set([waypointLabel]),
  namespaceSays: 'whether they name a waypoint',
  annotationKeys: new Set(),
  unreadKeys: new Set(),
  couldHaveWritten: (object: KubeObject) => isOurGatewayRoute(object) || isOurDestinationRule(object),
};

function renderPlan(plan: ServicePlan, context: MeshContext): MeshOutput {
  warnOfRetries(plan, context);
  warnOfSmallPools(plan, context);
  const reader: RouteReader = {
    context,
    replacing: 'Istio takes',
    retryOf: (port) => retryOf(port, context),
    // Hashing is read from the DestinationRule only where a route is for the port (istio#61045).
    isNeeded: ({ policy }: PortPlan) => policy.loadBalancing !== undefined && policy.loadBalancing.by !== 'algorithm',
  };
  const routes = planRoutes(plan.ports, reader);
  const rule = renderDestinationRule(plan, context);
  reportVirtualServices(routes, plan.service, context);
  if (rule !== undefined) reportDestinationRules(plan.service, rule, context);
  const generating = [
    ...routes.flatMap((route) => renderGatewayRoutes(route, plan.service, reader)),
    ...(rule === undefined ? [] : [rule]),
  ];
  warnOfWaypoint(plan, generating, context);
  return { annotating: [], generating };
}

function warnOfRetries(plan: ServicePlan, context: MeshContext): void {
  const remains = 'requests get the two retries that Istio makes unasked';
  reportRetriesOff(plan.policies, context, { mesh: istioAmbient.title, remains });
  // The standard channel has no retries at all, which is reported as a loss already.
  if (context.options.gatewayChannel === 'standard') return;
  for (const policy of plan.policies) {
    const protocols = plan.ports.filter((port) => port.policy === policy).map(({ protocol }) => protocol);
    reportUselessRetryFields(policy, { service: plan.service, protocols, context });
  }
}
