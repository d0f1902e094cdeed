import type { PortPlan, ServiceFacts } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';
import { objectName } from './object-name.ts';
import { gatewayRoutesOf, reportOwnRoutes } from './own-routes.ts';
import { type RouteRetry, renderRoute } from './route.ts';
import { renderTimeouts } from './route-timeouts.ts';

/** What the implementations behind a mesh make of a route. */
export interface RouteReader {
  readonly context: MeshContext;
  /** Completes "where nothing is retried, … timeouts.backendRequest in place of timeouts.request". */
  readonly replacing: string;
  /** Retries of the port; undefined where there are none to write. Reports what of them is lost. */
  retryOf(plan: PortPlan): RouteRetry | undefined;
  /** Whether the mesh needs some route on the port, whatever it says; one of the user's will do. */
  isNeeded?(plan: PortPlan): boolean;
}

/** A port that needs a route of ours, and what is retried there. */
export interface RoutePlan {
  readonly plan: PortPlan;
  readonly retry: RouteRetry | undefined;
}

/** The ports for which a route has something to say. */
export function planRoutes(ports: readonly PortPlan[], reader: RouteReader): readonly RoutePlan[] {
  return ports.flatMap((plan) => {
    const retry = reader.retryOf(plan);
    const { requestTimeout, responseTimeout } = plan.policy.timeout ?? {};
    const speaks = retry !== undefined || requestTimeout !== undefined || responseTimeout !== undefined;
    const isNeeded = speaks || (reader.isNeeded?.(plan) === true && gatewayRoutesOf(plan).length === 0);
    return isNeeded ? [{ plan, retry }] : [];
  });
}

/**
 * The HTTPRoutes of one port; also for gRPC, since a GRPCRoute has neither timeouts nor retry (Gateway API 1.6). Retries of some
 * methods alone are on a route of their own: a match by method wins over none. Reports RP4031 where the user has a route there.
 */
export function renderGatewayRoutes({ plan, retry }: RoutePlan, service: ServiceFacts, reader: RouteReader): readonly Generating[] {
  const { policy, port } = plan;
  const { context, replacing } = reader;
  if (reportOwnRoutes(plan, service, context)) return [];
  const draft = { kind: 'HTTPRoute', version: 'v1', namespace: service.namespace, annotations: {}, service: service.name } as const;
  const route = (suffix: string, extras: { readonly retry?: RouteRetry | undefined; readonly methods?: readonly string[] }): Generating => {
    const timeouts = renderTimeouts(policy, { context, replacing, retried: extras.retry !== undefined });
    return {
      object: renderRoute({ ...draft, ...extras, name: objectName(plan, suffix), port: port.port, timeouts }),
      policies: [policy],
    };
  };
  const methods = retry === undefined || plan.protocol === 'grpc' ? undefined : policy.retry?.methods;
  // Without the catch-all, requests of other methods would match no route and get 404.
  return methods === undefined ? [route('', { retry })] : [route('', {}), route('-retry', { retry, methods })];
}
