import { group } from './group.ts';
import { groupOf, type Identity } from './resource.ts';

/** A kind by its API group; the version does not count. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

export const gatewayGroup = 'gateway.networking.k8s.io';
export const istioGroup = 'networking.istio.io';
export const linkerdPolicyGroup = 'policy.linkerd.io';

/**
 * Every kind that the plan or a mesh reads. A document of one of these is parsed when it matters; text that does not
 * parse and might be one of them is an error, because the rendered set could depend on it.
 */
export const readKinds: readonly GroupKind[] = [
  { group: '', kind: 'Service' },
  { group: '', kind: 'Namespace' },
  { group, kind: 'ResiliencePolicy' },
  { group: gatewayGroup, kind: 'HTTPRoute' },
  { group: gatewayGroup, kind: 'GRPCRoute' },
  { group: gatewayGroup, kind: 'ReferenceGrant' },
  { group: linkerdPolicyGroup, kind: 'HTTPRoute' },
  { group: linkerdPolicyGroup, kind: 'Server' },
  { group: linkerdPolicyGroup, kind: 'HTTPLocalRateLimitPolicy' },
  { group: istioGroup, kind: 'VirtualService' },
  { group: istioGroup, kind: 'DestinationRule' },
  { group: 'linkerd.io', kind: 'ServiceProfile' },
  { group: 'split.smi-spec.io', kind: 'TrafficSplit' },
];

/** Kinds that configure client-side tools and are never printed. */
export const toolKinds: readonly (GroupKind & { readonly tool: string })[] = [
  { group, kind: 'RendererConfig', tool: 'resilience-renderer' },
  { group: 'kustomize.config.k8s.io', kind: 'Kustomization', tool: 'kustomize' },
  { group: 'kustomize.config.k8s.io', kind: 'Component', tool: 'kustomize' },
  { group: 'kpt.dev', kind: 'Kptfile', tool: 'kpt' },
  { group: 'argoproj.io', kind: 'ConfigManagementPlugin', tool: 'Argo CD' },
];

export function isKind(identity: Identity, wanted: GroupKind): boolean {
  return identity.kind === wanted.kind && groupOf(identity.apiVersion) === wanted.group;
}
