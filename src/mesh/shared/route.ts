import { gatewayGroup } from '../../model/kinds.ts';
import type { KubeObject, Value } from '../../model/resource.ts';

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
}

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
export function renderRouteSpec({ kind, service, port, methods }: Pick<RouteDraft, 'kind' | 'service' | 'port' | 'methods'>): KubeObject {
  const backendRefs = [{ group: '', kind: 'Service', name: service, port, weight: 1 }];
  return {
    parentRefs: [{ group: '', kind: 'Service', name: service, port }],
    rules: [kind === 'GRPCRoute' ? { backendRefs } : { backendRefs, matches: renderMatches(methods) }],
  };
}

function renderMatches(methods: readonly string[] | undefined): readonly Value[] {
  const path = { type: 'PathPrefix', value: '/' };
  return methods === undefined ? [{ path }] : methods.map((method) => ({ method, path }));
}
