import { gatewayGroup } from '../../model/kinds.ts';
import { formatIdentity, formatName, groupOf, placeOf } from '../../model/resource.ts';
import { formatPolicy, type OwnRoute, type PortPlan, type ServiceFacts } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';

/**
 * A Gateway API route of the user's on a port that needs one of ours (RP4031): what a route says stands in its spec, which is
 * never edited, and beside a GRPCRoute an HTTPRoute is not accepted at all (GEP-1294). True when there is one.
 */
export function reportOwnRoutes(plan: PortPlan, service: ServiceFacts, { report }: MeshContext): boolean {
  const { policy, port } = plan;
  const routes = gatewayRoutesOf(plan);
  for (const { resource } of routes) {
    report('RP4031', [placeOf(resource, ['spec', 'parentRefs']), placeOf(policy.resource, ['spec', 'targetRef'])], {
      object: formatIdentity(resource.identity),
      service: formatName(service),
      policy: formatPolicy(policy),
      port: port.port,
    });
  }
  return routes.length > 0;
}

/** The user's routes on a port, without those of Linkerd's own group, which other meshes do not read. */
export function gatewayRoutesOf({ ownRoutes }: PortPlan): readonly OwnRoute[] {
  return ownRoutes.filter(({ resource }) => groupOf(resource.identity.apiVersion) === gatewayGroup);
}
