import { group } from '../model/group.ts';
import { type GroupKind, gatewayGroup, istioGroup, linkerdPolicyGroup } from '../model/kinds.ts';

/**
 * What hangs on a kind: `policies` and `targets` everything, `routes` retries and timeouts, `limits` rate limits, `grants`
 * targets in other namespaces, `hosts` what Istio is given for a host, `precedence` whether the mesh looks at a policy at all, `defaults` only a default of a Service.
 */
export type NeededFor = 'policies' | 'targets' | 'routes' | 'limits' | 'grants' | 'hosts' | 'precedence' | 'defaults';

/** A kind that the reporter watches. */
export interface WatchedKind extends GroupKind {
  readonly plural: string;
  /** Newest first; the first that is served is watched. */
  readonly versions: readonly string[];
  readonly neededFor: NeededFor;
}

/** Every kind of `readKinds` with how it is served: the watches and the chart's ClusterRole come from here, a test compares them. */
export const watchedKinds: readonly WatchedKind[] = [
  { group: '', kind: 'Service', plural: 'services', versions: ['v1'], neededFor: 'targets' },
  { group: '', kind: 'Namespace', plural: 'namespaces', versions: ['v1'], neededFor: 'defaults' },
  { group, kind: 'ResiliencePolicy', plural: 'resiliencepolicies', versions: ['v1'], neededFor: 'policies' },
  { group: gatewayGroup, kind: 'HTTPRoute', plural: 'httproutes', versions: ['v1', 'v1beta1', 'v1alpha2'], neededFor: 'routes' },
  { group: gatewayGroup, kind: 'GRPCRoute', plural: 'grpcroutes', versions: ['v1', 'v1alpha2'], neededFor: 'routes' },
  { group: gatewayGroup, kind: 'ReferenceGrant', plural: 'referencegrants', versions: ['v1', 'v1beta1', 'v1alpha2'], neededFor: 'grants' },
  {
    group: linkerdPolicyGroup,
    kind: 'HTTPRoute',
    plural: 'httproutes',
    versions: ['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1'],
    neededFor: 'routes',
  },
  { group: linkerdPolicyGroup, kind: 'Server', plural: 'servers', versions: ['v1beta3', 'v1beta2', 'v1beta1'], neededFor: 'limits' },
  {
    group: linkerdPolicyGroup,
    kind: 'HTTPLocalRateLimitPolicy',
    plural: 'httplocalratelimitpolicies',
    versions: ['v1alpha1'],
    neededFor: 'limits',
  },
  { group: istioGroup, kind: 'VirtualService', plural: 'virtualservices', versions: ['v1', 'v1beta1', 'v1alpha3'], neededFor: 'hosts' },
  { group: istioGroup, kind: 'DestinationRule', plural: 'destinationrules', versions: ['v1', 'v1beta1', 'v1alpha3'], neededFor: 'hosts' },
  { group: 'linkerd.io', kind: 'ServiceProfile', plural: 'serviceprofiles', versions: ['v1alpha2', 'v1alpha1'], neededFor: 'precedence' },
  {
    group: 'split.smi-spec.io',
    kind: 'TrafficSplit',
    plural: 'trafficsplits',
    versions: ['v1alpha4', 'v1alpha3', 'v1alpha2', 'v1alpha1'],
    neededFor: 'precedence',
  },
];
