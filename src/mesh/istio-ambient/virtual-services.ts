import { formatIdentity, formatName, placeOf } from '../../model/resource.ts';
import { formatPolicy, type ServiceFacts } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import type { RoutePlan } from '../shared/gateway-routes.ts';
import { findVirtualServices } from '../shared/istio-rules.ts';

/** RP4033: VirtualServices of the user's for the host of a Service that needs a route; the two do not go together (meshes facts §6). */
export function reportVirtualServices(routes: readonly RoutePlan[], service: ServiceFacts, context: MeshContext): void {
  const policy = routes[0]?.plan.policy;
  if (policy === undefined) return;
  for (const { resource, path } of findVirtualServices(service, context)) {
    context.report('RP4033', [placeOf(resource, path), placeOf(policy.resource, ['spec', 'targetRef'])], {
      object: formatIdentity(resource.identity),
      service: formatName(service),
      policy: formatPolicy(policy),
    });
  }
}
