import { gatewayGroup } from '../../model/kinds.ts';
import type { ServicePlan } from '../../model/service-plan.ts';
import type { MeshBackend, MeshContext, MeshOutput } from '../backend.ts';
import { planRoutes, type RouteReader, renderGatewayRoutes } from '../shared/gateway-routes.ts';
import { isOurGatewayRoute } from '../shared/our-gateway-route.ts';
import { reportRetriesOff } from '../shared/retries-off.ts';
import { ignores } from './ignores.ts';
import { portKind } from './ports.ts';
import { retryOf } from './retry.ts';
import { supports } from './supports.ts';
import { versions } from './versions.ts';

/** Any mesh that follows the Gateway API (GAMMA): HTTPRoutes attached to the Service. See README.md beside this file. */
export const gatewayApi: MeshBackend = {
  title: 'Gateway API',
  writes: 'HTTPRoutes that are attached to Services, for any mesh that implements GAMMA',
  documentation: 'https://gateway-api.sigs.k8s.io/reference/spec/',
  generates: [{ group: gatewayGroup, kind: 'HTTPRoute' }],
  versions,
  supports,
  portKind,
  ignores,
  render: renderPlan,
  reads: [
    { group: gatewayGroup, kind: 'HTTPRoute' },
    { group: gatewayGroup, kind: 'GRPCRoute' },
  ],
  annotationKeys: new Set(),
  unreadKeys: new Set(),
  couldHaveWritten: isOurGatewayRoute,
};

function renderPlan({ service, ports, policies }: ServicePlan, context: MeshContext): MeshOutput {
  const reader: RouteReader = { context, replacing: 'Istio and Envoy Gateway take', retryOf: (port) => retryOf(port, context) };
  reportRetriesOff(policies, context, { mesh: gatewayApi.title, remains: 'whether anything is retried is left to the implementation' });
  return { annotating: [], generating: planRoutes(ports, reader).flatMap((route) => renderGatewayRoutes(route, service, reader)) };
}
