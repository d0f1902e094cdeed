import type { PortPlan, ServicePlan } from '../../model/service-plan.ts';
import type { Generating, MeshContext, MeshOutput } from '../backend.ts';
import { objectName } from '../shared/object-name.ts';
import { renderRoute } from '../shared/route.ts';
import { annotateOwnRoutes } from './own-routes.ts';
import { type RouteKind, retriesFor } from './retry.ts';
import { timeoutValues } from './timeout.ts';
import { routeVersion } from './versions.ts';

/** Retries and timeouts of one port: on the user's own routes, or on routes of ours where there is none. */
export function renderPort(plan: PortPlan, service: ServicePlan, context: MeshContext): MeshOutput {
  const { retry, timeout } = plan.policy;
  if (retry === undefined && timeout === undefined) return { annotating: [], generating: [] };
  if (plan.ownRoutes.length > 0) return { annotating: annotateOwnRoutes(plan, service.service, context), generating: [] };
  return { annotating: [], generating: generateRoutes(plan, service, context) };
}

/** The document of operator-v1 knows HTTPRoutes only. */
export function routeKindOf(plan: PortPlan, context: MeshContext): RouteKind {
  return plan.protocol === 'grpc' && context.options.annotations === 'upstream' ? 'GRPCRoute' : 'HTTPRoute';
}

function generateRoutes(plan: PortPlan, { service }: ServicePlan, context: MeshContext): readonly Generating[] {
  const { policy, port } = plan;
  const kind = routeKindOf(plan, context);
  const retries = retriesFor(plan, kind, context);
  const timeouts = timeoutValues(policy, context);
  const draft = {
    kind,
    version: routeVersion(kind, context.version),
    namespace: service.namespace,
    service: service.name,
    port: port.port,
  };
  const route = (name: string, annotations: Readonly<Record<string, string>>, methods?: readonly string[]): Generating => ({
    object: renderRoute({ ...draft, name, annotations, methods }),
    policies: [policy],
  });
  const methods = kind === 'HTTPRoute' && context.options.annotations === 'upstream' ? policy.retry?.methods : undefined;
  if (methods === undefined || Object.keys(retries).length === 0) {
    const values = { ...retries, ...timeouts };
    return Object.keys(values).length === 0 ? [] : [route(objectName(plan), values)];
  }
  // Annotations apply to every rule of a route, so that retries for some methods need a route of their own.
  return [route(objectName(plan), timeouts), route(objectName(plan, '-retry'), { ...retries, ...timeouts }, methods)];
}
