import { type GroupKind, gatewayGroup, isKind, istioGroup, linkerdPolicyGroup } from '../model/kinds.ts';
import type { Identity } from '../model/resource.ts';

/** Every kind that a mesh generates: the only ones that may get an ownerReference. The chart's role for that names the same; tests compare both. */
export const generatedKinds: readonly GroupKind[] = [
  { group: gatewayGroup, kind: 'HTTPRoute' },
  { group: gatewayGroup, kind: 'GRPCRoute' },
  { group: istioGroup, kind: 'VirtualService' },
  { group: istioGroup, kind: 'DestinationRule' },
  { group: linkerdPolicyGroup, kind: 'Server' },
  { group: linkerdPolicyGroup, kind: 'HTTPLocalRateLimitPolicy' },
];

export function isGeneratedKind(identity: Identity): boolean {
  return generatedKinds.some((kind) => isKind(identity, kind));
}
