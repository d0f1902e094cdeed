import { group } from '../model/group.ts';
import { type GroupKind, gatewayGroup, istioGroup, linkerdPolicyGroup } from '../model/kinds.ts';
import { groupOf, type Identity } from '../model/resource.ts';

/**
 * What hangs on a kind: `policies` and `targets` everything, `routes` retries and timeouts, `limits` rate limits, `grants`
 * targets in other namespaces, `rules` nothing but policies that generate one, `precedence` whether the mesh looks at a policy at all, `defaults` only a default of a Service.
 */
export type NeededFor = 'policies' | 'targets' | 'routes' | 'limits' | 'grants' | 'rules' | 'precedence' | 'defaults';

/**
 * Where a mesh answers whether it enforces an object: `parents` one answer for each parent, `object` one for the object. Until there is an
 * answer the object is not enforced: Linkerd takes neither a route nor a rate limit before it is accepted (linkerd facts §3, §5).
 */
export type MeshAnswer = 'parents' | 'object';

/** A kind that the reporter watches. */
export interface WatchedKind extends GroupKind {
  readonly plural: string;
  /** Newest first; the first that is served is watched. */
  readonly versions: readonly string[];
  readonly neededFor: NeededFor;
  /** Absent where no mesh writes a status; what is equal there counts as enforced. */
  readonly answer?: MeshAnswer;
  /**
   * `named`: an object concerns nobody but the Services that it names, directly or through other objects, and those whose
   * selector it repeats. Without it each change of one has all policies of its namespace evaluated again, which is always
   * right and sometimes slow.
   */
  readonly reach?: 'named';
}

/** Every kind of `readKinds` with how it is served: the watches and the chart's ClusterRole come from here, a test compares them. */
export const watchedKinds: readonly WatchedKind[] = [
  { group: '', kind: 'Service', plural: 'services', versions: ['v1'], neededFor: 'targets', reach: 'named' },
  { group: '', kind: 'Namespace', plural: 'namespaces', versions: ['v1'], neededFor: 'defaults' },
  { group, kind: 'ResiliencePolicy', plural: 'resiliencepolicies', versions: ['v1'], neededFor: 'policies' },
  {
    group: gatewayGroup,
    kind: 'HTTPRoute',
    plural: 'httproutes',
    versions: ['v1', 'v1beta1', 'v1alpha2'],
    neededFor: 'routes',
    answer: 'parents',
    reach: 'named',
  },
  {
    group: gatewayGroup,
    kind: 'GRPCRoute',
    plural: 'grpcroutes',
    versions: ['v1', 'v1alpha2'],
    neededFor: 'routes',
    answer: 'parents',
    reach: 'named',
  },
  { group: gatewayGroup, kind: 'ReferenceGrant', plural: 'referencegrants', versions: ['v1', 'v1beta1', 'v1alpha2'], neededFor: 'grants' },
  {
    group: linkerdPolicyGroup,
    kind: 'HTTPRoute',
    plural: 'httproutes',
    versions: ['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1'],
    neededFor: 'routes',
    answer: 'parents',
    reach: 'named',
  },
  {
    group: linkerdPolicyGroup,
    kind: 'Server',
    plural: 'servers',
    versions: ['v1beta3', 'v1beta2', 'v1beta1'],
    neededFor: 'limits',
    reach: 'named',
  },
  {
    group: linkerdPolicyGroup,
    kind: 'HTTPLocalRateLimitPolicy',
    plural: 'httplocalratelimitpolicies',
    versions: ['v1alpha1'],
    neededFor: 'limits',
    answer: 'object',
    reach: 'named',
  },
  {
    group: istioGroup,
    kind: 'VirtualService',
    plural: 'virtualservices',
    versions: ['v1', 'v1beta1', 'v1alpha3'],
    neededFor: 'routes',
    reach: 'named',
  },
  {
    group: istioGroup,
    kind: 'DestinationRule',
    plural: 'destinationrules',
    versions: ['v1', 'v1beta1', 'v1alpha3'],
    neededFor: 'rules',
    reach: 'named',
  },
  {
    group: 'linkerd.io',
    kind: 'ServiceProfile',
    plural: 'serviceprofiles',
    versions: ['v1alpha2', 'v1alpha1'],
    neededFor: 'precedence',
    reach: 'named',
  },
  {
    group: 'split.smi-spec.io',
    kind: 'TrafficSplit',
    plural: 'trafficsplits',
    versions: ['v1alpha4', 'v1alpha3', 'v1alpha2', 'v1alpha1'],
    neededFor: 'precedence',
    reach: 'named',
  },
];

const answers: ReadonlyMap<string, MeshAnswer> = new Map(
  watchedKinds.flatMap(({ group: of, kind, answer }) => (answer === undefined ? [] : [[`${of}/${kind}`, answer] as const])),
);

/** Where the mesh answers for a kind; undefined where it never does. */
export function answerFor({ apiVersion, kind }: Pick<Identity, 'apiVersion' | 'kind'>): MeshAnswer | undefined {
  return answers.get(`${groupOf(apiVersion)}/${kind}`);
}

/** What hangs on a kind; undefined for one that is not watched. */
export function neededFor({ group: of, kind }: GroupKind): NeededFor | undefined {
  return watchedKinds.find((each) => each.group === of && each.kind === kind)?.neededFor;
}
