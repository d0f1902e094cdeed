import { gatewayGroup } from '../../model/kinds.ts';
import type { KubeObject, Value } from '../../model/resource.ts';

/** `timeouts` of an HTTPRoute rule, as Gateway API durations. */
export interface RouteTimeouts {
  /** One try, with its whole response. */
  readonly backendRequest?: string;
  /** The whole request, over all tries. */
  readonly request?: string;
}

/** `retry` of an HTTPRoute rule, which only the experimental channel has. */
export interface RouteRetry {
  /** Retries, not tries; at least 1. */
  readonly attempts: number;
  /** Left to the implementation when absent. */
  readonly codes?: readonly number[];
}

/** What a generated Gateway API route says; both kinds are attached to one port of one Service. */
export interface RouteDraft {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  /** `v1`, `v1beta1`, `v1alpha2`. */
  readonly version: string;
  readonly name: string;
  /** '' where the Service has none. */
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly service: string;
  readonly port: number;
  /** Only requests of these methods; undefined is the catch-all, without which unmatched requests get 404. */
  readonly methods?: readonly string[] | undefined;
  /** Of HTTPRoutes alone. */
  readonly timeouts?: RouteTimeouts | undefined;
  readonly retry?: RouteRetry | undefined;
}

/** The parts of a draft that the spec is made of. */
type RouteSpecDraft = Pick<RouteDraft, 'kind' | 'service' | 'port' | 'methods' | 'timeouts' | 'retry'>;

/**
 * A route with every default of the CRD written out, so that Argo CD never shows it OutOfSync (krm-argocd facts §5).
 * Neither reference carries a namespace: both are in the route's own, and an overlay may still move all of them.
 */
export function renderRoute(draft: RouteDraft): KubeObject {
  return {
    apiVersion: `${gatewayGroup}/${draft.version}`,
    kind: draft.kind,
    metadata: {
      name: draft.name,
      ...(draft.namespace === '' ? {} : { namespace: draft.namespace }),
      annotations: draft.annotations,
    },
    spec: renderRouteSpec(draft),
  };
}

/** The spec alone: what `couldHaveWritten` compares with. */
export function renderRouteSpec({ kind, service, port, methods, timeouts, retry }: RouteSpecDraft): KubeObject {
  const backendRefs = [{ group: '', kind: 'Service', name: service, port, weight: 1 }];
  const rule = {
    backendRefs,
    matches: renderMatches(methods),
    ...(retry === undefined ? {} : { retry: { ...retry } }),
    ...(timeouts === undefined ? {} : { timeouts: { ...timeouts } }),
  };
  return {
    parentRefs: [{ group: '', kind: 'Service', name: service, port }],
    rules: [kind === 'GRPCRoute' ? { backendRefs } : rule],
  };
}

function renderMatches(methods: readonly string[] | undefined): readonly Value[] {
  const path = { type: 'PathPrefix', value: '/' };
  return methods === undefined ? [{ path }] : methods.map((method) => ({ method, path }));
}
