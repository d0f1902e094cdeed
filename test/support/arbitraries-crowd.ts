import fc from 'fast-check';
import { generatedFrom, managedAnnotations, meshOfPolicy } from '../../src/model/group.ts';
import type { KubeObject, ObjectValue } from '../../src/model/resource.ts';
import { crowdedRules } from './arbitraries-crowd-rules.ts';
import { answered, at } from './live-cluster.ts';

/*
 * Objects of a cluster in which three names in two namespaces have to do for everything, so that policies conflict, names
 * collide, and objects of users stand where one is to be generated.
 */

/** An object as it is from now on, or one that goes. */
export interface CrowdedObject {
  readonly object: KubeObject;
  readonly gone: boolean;
}

const name = fc.constantFrom('a', 'b', 'c');
const namespace = fc.constantFrom('shop', 'shop', 'bank');
const place = fc.record({ name, namespace });
const port = fc.constantFrom(undefined, undefined, 80, 81);
const defined = (map: Readonly<Record<string, unknown>>): ObjectValue => JSON.parse(JSON.stringify(map)) as ObjectValue;

const services = fc
  .record({
    at: place,
    selector: fc.constantFrom(undefined, { app: 'a' }, { app: 'a' }, { app: 'a' }, { app: 'b' }),
    clusterIP: fc.constantFrom('10.0.0.1', '10.0.0.1', '10.0.0.1', 'None'),
    second: fc.boolean(),
    labels: fc.constantFrom<ObjectValue | undefined>(undefined, { 'istio.io/use-waypoint': 'w' }, { 'istio.io/use-waypoint': 'none' }),
    annotations: fc.constantFrom<ObjectValue>(
      {},
      { 'config.linkerd.io/opaque-ports': '81' },
      { 'balancer.linkerd.io/failure-accrual': 'consecutive', 'balancer.linkerd.io/failure-accrual-consecutive-max-failures': '5' },
      { 'timeout.linkerd.io/request': '3s', [managedAnnotations]: 'timeout.linkerd.io/request' },
    ),
  })
  .map(({ at: metadata, selector, clusterIP, second, annotations, labels }) => {
    const ports = [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }];
    const more = second ? [{ name: 'grpc', port: 81, protocol: 'TCP', targetPort: 'c' }] : [];
    return defined({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, annotations, labels },
      spec: { selector, clusterIP, ports: [...ports, ...more] },
    });
  });

const sections = fc.constantFrom<ObjectValue>(
  { circuitBreaker: { failureThreshold: 5 } },
  { circuitBreaker: { failureThreshold: 7 }, timeout: { requestTimeout: '10s' } },
  { timeout: { requestTimeout: '10s' } },
  { timeout: { requestTimeout: '9s' }, retry: { maxAttempts: 2, methods: ['GET'] } },
  { rateLimit: { requestsPerSecond: 5, accessPolicy: 'all-unauthenticated' } },
  { rateLimit: { requestsPerSecond: 9, accessPolicy: 'all-unauthenticated' } },
  { rateLimit: { requestsPerSecond: 5 } },
  { retry: { maxAttempts: 'many' } },
  { timeout: { enabled: false } },
);

const meshNames = fc.constantFrom(
  ...Array<undefined>(7).fill(undefined),
  'linkerd',
  'istio',
  'istio',
  'istio-ambient',
  'gateway-api',
  'isto',
);

const policies = fc
  .record({
    at: place,
    to: place,
    away: fc.nat(4),
    sections,
    port,
    age: fc.nat(3),
    generation: fc.integer({ min: 1, max: 3 }),
    mesh: meshNames,
  })
  .map((each) =>
    defined({
      apiVersion: 'resilience.auth-platform.github.com/v1',
      kind: 'ResiliencePolicy',
      metadata: {
        ...each.at,
        uid: `uid-${each.at.name}`,
        generation: each.generation,
        creationTimestamp: at(each.age),
        annotations: { [meshOfPolicy]: each.mesh },
      },
      spec: {
        targetRef: { name: each.to.name, namespace: each.away === 0 ? each.to.namespace : undefined, port: each.port },
        ...each.sections,
      },
    }),
  );

const generatedName = fc.tuple(name, fc.constantFrom('', '', '-80', '-81', '-retry')).map((parts) => parts.join(''));
const mark = fc.constantFrom(undefined, undefined, 'a', 'b', 'a,c', 'bank/a', 'shop/b');

const routes = fc
  .record({
    name: generatedName,
    namespace,
    mark,
    kind: fc.constantFrom('HTTPRoute', 'HTTPRoute', 'GRPCRoute'),
    parents: fc.array(fc.record({ name, port }), { minLength: 1, maxLength: 2 }),
    answer: fc.constantFrom('True', 'True', 'False', 'none'),
    request: fc.constantFrom(undefined, '10s', '9s'),
  })
  .map((each) => {
    const metadata = {
      name: each.name,
      namespace: each.namespace,
      generation: 1,
      annotations: { [generatedFrom]: each.mark, 'timeout.linkerd.io/request': each.request },
    };
    const rule = {
      matches: [{ path: { type: 'PathPrefix', value: '/' } }],
      backendRefs: each.parents.slice(0, 1).map((to) => ({ group: '', kind: 'Service', ...to, weight: 1 })),
    };
    const spec = { parentRefs: each.parents.map((to) => ({ group: '', kind: 'Service', ...to })), rules: [rule] };
    const route = defined({ apiVersion: 'gateway.networking.k8s.io/v1', kind: each.kind, metadata, spec });
    return each.answer === 'none' ? route : answered(route, each.answer as 'True' | 'False');
  });

const servers = fc
  .record({ name: generatedName, namespace, mark, app: fc.constantFrom('a', 'b'), port: fc.constantFrom<string | number>(8080, 8080, 'c') })
  .map(({ name: called, namespace: of, mark: from, app, port: on }) =>
    defined({
      apiVersion: 'policy.linkerd.io/v1beta3',
      kind: 'Server',
      metadata: { name: called, namespace: of, annotations: { [generatedFrom]: from } },
      spec: { accessPolicy: 'all-unauthenticated', podSelector: { matchLabels: { app } }, port: on, proxyProtocol: 'unknown' },
    }),
  );

const limits = fc.record({ name: generatedName, namespace, mark, server: generatedName }).map((each) =>
  defined({
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'HTTPLocalRateLimitPolicy',
    metadata: { name: each.name, namespace: each.namespace, annotations: { [generatedFrom]: each.mark } },
    spec: { targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: each.server }, total: { requestsPerSecond: 5 } },
  }),
);

const others = fc
  .record({
    at: place,
    to: place,
    kind: fc.constantFrom('ServiceProfile', 'TrafficSplit', 'ReferenceGrant', 'Namespace'),
    wide: fc.boolean(),
  })
  .map(({ at: metadata, to, kind, wide }): KubeObject => {
    switch (kind) {
      case 'ServiceProfile': {
        const host = `${to.name}.${to.namespace}.svc.cluster.local`;
        return {
          apiVersion: 'linkerd.io/v1alpha2',
          kind,
          metadata: { name: host, namespace: metadata.namespace },
          spec: { routes: wide ? [{}] : [] },
        };
      }
      case 'TrafficSplit': {
        const service = wide ? `${to.name}.${to.namespace}` : to.name;
        return { apiVersion: 'split.smi-spec.io/v1alpha2', kind, metadata, spec: { service } };
      }
      case 'ReferenceGrant': {
        const from = [{ group: 'resilience.auth-platform.github.com', kind: 'ResiliencePolicy', namespace: to.namespace }];
        const granted = [wide ? { group: '', kind: 'Service' } : { group: '', kind: 'Service', name: to.name }];
        return { apiVersion: 'gateway.networking.k8s.io/v1beta1', kind, metadata, spec: { from, to: granted } };
      }
      default: {
        const annotations = wide ? { 'config.linkerd.io/opaque-ports': '80' } : {};
        const labels = to.name === 'a' ? { 'istio.io/use-waypoint': 'w' } : {};
        return { apiVersion: 'v1', kind, metadata: { name: metadata.namespace, annotations, labels } };
      }
    }
  });

export const crowdedObjects: fc.Arbitrary<CrowdedObject> = fc.record({
  object: fc.oneof(
    { arbitrary: services, weight: 4 },
    { arbitrary: policies, weight: 6 },
    { arbitrary: routes, weight: 5 },
    { arbitrary: servers, weight: 2 },
    { arbitrary: limits, weight: 2 },
    { arbitrary: crowdedRules, weight: 3 },
    { arbitrary: others, weight: 1 },
  ),
  gone: fc.nat(4).map((n) => n === 0),
});
