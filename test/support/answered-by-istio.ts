import type { KubeObject, ObjectValue } from '../../src/model/resource.ts';

export interface IstioAnswer {
  readonly controllerName?: string;
  /** The types of conditions that it writes; both by default. */
  readonly only?: readonly string[];
  readonly refuses?: 'Accepted' | 'ResolvedRefs';
  /** The route's own by default. */
  readonly observedGeneration?: number;
}

/** The route with the answer that Istio writes: it repeats the parent as it stands, and reports the generation (createRouteStatus of 1.30). */
export function answeredByIstio(route: KubeObject, answer: IstioAnswer = {}): KubeObject {
  const { controllerName = 'istio.io/gateway-controller', only = ['Accepted', 'ResolvedRefs'], refuses } = answer;
  const { generation = 1 } = route['metadata'] as { readonly generation?: number };
  const { parentRefs } = route['spec'] as { readonly parentRefs: readonly ObjectValue[] };
  const conditions = only.map((type) => ({
    type,
    status: type === refuses ? 'False' : 'True',
    reason: type === refuses ? { Accepted: 'NoMatchingParent', ResolvedRefs: 'BackendNotFound' }[refuses] : type,
    message: type === refuses ? 'words of Istio' : 'Route was valid',
    observedGeneration: answer.observedGeneration ?? generation,
  }));
  return { ...route, status: { parents: parentRefs.map((parentRef) => ({ controllerName, parentRef, conditions })) } };
}
