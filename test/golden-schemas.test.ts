import { GRPCRoute as GRPCRouteV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute';
import { HTTPRoute as HTTPRouteV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { GRPCRoute as GRPCRouteV1alpha2 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/GRPCRoute';
import { HTTPRoute as HTTPRouteV1beta1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/HTTPRoute';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readGoldenCases } from './support/golden-cases.ts';
import { readMeshTarget, writesRules } from './support/golden-mesh.ts';
import { type GoldenObject, isGenerated, nameOf, readGoldenObjects, resolvesPort } from './support/golden-objects.ts';
import { findGrammarProblems, readDuration, readsGrpcConditions, readsHttpConditions } from './support/linkerd-grammar.ts';

/** Every output of a render for Linkerd, but those of the dialect that it does not read. */
const outputs = readGoldenCases()
  .filter(({ argv, out }) => argv[0] === 'render' && out !== '' && !argv.includes('--annotations=operator-v1'))
  .filter((golden) => readMeshTarget(golden).mesh === 'linkerd' && !writesRules(golden))
  .map(({ name, out }) => ({ name, objects: readGoldenObjects(out) }));
const isRoute = ({ apiVersion, kind }: GoldenObject): boolean =>
  /^gateway[.]networking[.]k8s[.]io\//.test(apiVersion) && /^(?:HTTP|GRPC)Route$/.test(kind);
const routes = outputs.flatMap(({ name, objects }) => objects.filter(isRoute).map((route) => ({ name, objects, route })));

test('there are routes of every kind and version to look at', () => {
  const found = new Set(
    routes.filter(({ route }) => isGenerated(route)).map(({ route }) => `${route.kind} ${route.apiVersion.split('/')[1]}`),
  );
  assert.equal([...found].sort(), ['GRPCRoute v1', 'GRPCRoute v1alpha2', 'HTTPRoute v1', 'HTTPRoute v1beta1']);
  assert.ok(routes.length >= 100, `${routes.length} routes`);
});

const models: Readonly<Record<string, (route: never) => { validate(): void }>> = {
  'HTTPRoute v1': (route) => new HTTPRouteV1(route),
  'HTTPRoute v1beta1': (route) => new HTTPRouteV1beta1(route),
  'GRPCRoute v1': (route) => new GRPCRouteV1(route),
  'GRPCRoute v1alpha2': (route) => new GRPCRouteV1alpha2(route),
};

function validate(route: GoldenObject): void {
  const model = models[`${route.kind} ${route.apiVersion.split('/')[1]}`];
  if (model === undefined) throw new Error(`no model of ${route.kind} ${route.apiVersion}`);
  model(route as never).validate();
}

test('the models refuse what is no route', () => {
  const route = routes.find(({ route: each }) => each.kind === 'HTTPRoute')?.route as GoldenObject;
  assert.throws(() => validate({ ...route, spec: { ...route.spec, rules: [{ matches: [{ path: { type: 'Prefix', value: '/' } }] }] } }));
});

test('every route is what its schema allows', () => {
  for (const { name, route } of routes) assert.not.throws(() => validate(route), undefined, `${name}: ${nameOf(route)}`);
});

/** One port, one backend, every default of the CRD written out; the catch-all, or methods that are retried. */
function expectedSpec({ kind, spec }: GoldenObject): unknown {
  const { name, port } = spec.parentRefs?.[0] ?? {};
  const path = { type: 'PathPrefix', value: '/' };
  const methods = (spec.rules?.[0]?.matches ?? []).flatMap((match) => match['method'] ?? []);
  const matches = methods.length === 0 ? [{ path }] : methods.map((method) => ({ method, path }));
  const backendRefs = [{ group: '', kind: 'Service', name, port, weight: 1 }];
  return {
    parentRefs: [{ group: '', kind: 'Service', name, port }],
    rules: [kind === 'GRPCRoute' ? { backendRefs } : { backendRefs, matches }],
  };
}

test('every generated route has the one form, with nothing left to a default', () => {
  for (const { name, route } of routes.filter(({ route: each }) => isGenerated(each))) {
    assert.equal(route.spec, expectedSpec(route), `${name}: ${nameOf(route)}`);
  }
});

test('every Service and port that a route of ours or with our annotations names is in the output', () => {
  for (const { name, objects, route } of routes.filter(
    ({ route: each }) => isGenerated(each) || 'resilience.auth-platform.github.com/annotated-from' in each.annotations,
  )) {
    const backends = isGenerated(route) ? (route.spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs) : [];
    for (const ref of [...(route.spec.parentRefs ?? []), ...backends]) {
      assert.ok(resolvesPort(ref, route.namespace, objects), `${name}: ${nameOf(route)} → ${JSON.stringify(ref)}`);
    }
  }
});

test('a port with generated routes has one kind of them, and one catch-all', () => {
  for (const { name, objects } of outputs) {
    const ports = new Map<string, GoldenObject[]>();
    for (const route of objects.filter((each) => isRoute(each) && isGenerated(each))) {
      const { name: service, port } = route.spec.parentRefs?.[0] ?? {};
      const key = `${route.namespace}/${service}:${port}`;
      ports.set(key, [...(ports.get(key) ?? []), route]);
    }
    for (const [port, here] of ports) {
      const catchAlls = here.filter(({ spec }) => (spec.rules?.[0]?.matches ?? []).every((match) => match['method'] === undefined));
      assert.is(new Set(here.map(({ kind }) => kind)).size, 1, `${name}: ${port}`);
      assert.is(catchAlls.length, 1, `${name}: ${port}`);
    }
  }
});

test('every rate limit of ours acts on a Server of the output that says who may connect', () => {
  const limits = outputs.flatMap(({ name, objects }) =>
    objects.filter((each) => each.kind === 'HTTPLocalRateLimitPolicy' && isGenerated(each)).map((limit) => ({ name, objects, limit })),
  );
  assert.ok(limits.length >= 5, `${limits.length} limits`);
  for (const { name, objects, limit } of limits) {
    const server = objects.find(
      (each) => each.kind === 'Server' && each.namespace === limit.namespace && each.name === limit.spec.targetRef?.name,
    );
    assert.ok(server?.spec.accessPolicy, `${name}: ${nameOf(limit)}`);
  }
});

test('every annotation for Linkerd is one that it reads there, with a value that it takes', () => {
  let seen = 0;
  for (const { name, objects } of outputs) {
    for (const object of objects) {
      assert.equal(findGrammarProblems(object.kind, object.annotations), [], `${name}: ${nameOf(object)}`);
      seen += Object.keys(object.annotations).filter((key) => /^(?:balancer|retry|timeout)[.]linkerd[.]io\//.test(key)).length;
    }
  }
  assert.ok(seen >= 200, `${seen} annotations`);
});

// The rows of linkerd facts §1.1 and §1.2, measured by running the controller's own parsers.
test('the model of durations takes and refuses what Linkerd does', () => {
  const taken = {
    '500ms': 500,
    '1s': 1_000,
    '1m': 60_000,
    '1h': 3_600_000,
    '1d': 86_400_000,
    '0': 0,
    '0s': 0,
    ' 5s ': 5_000,
    '+5s': 5_000,
  };
  for (const [text, milliseconds] of Object.entries(taken)) assert.is(readDuration(text), milliseconds, text);
  for (const text of ['1h30m', '1m30s', '0.5s', '1.5s', '5', '-5s', '5 s', '5S', '5sec', '1us', '1ns', ''])
    assert.is(readDuration(text), undefined, text);
});

test('the model of HTTP conditions takes and refuses what Linkerd does', () => {
  for (const text of ['5xx', '5XX', 'gateway-error', 'Gateway-Error', '429', '500-504', '100', '599', '5xx,429,gateway-error'])
    assert.ok(readsHttpConditions(text), text);
  const refused = ['5xx, 429', '5xx,', '', '4xx', '504-500', '500 - 504', '600', '99', '3', 'retriable-4xx', 'connect-failure', 'reset'];
  for (const text of refused) assert.not.ok(readsHttpConditions(text), text);
});

test('the model of gRPC conditions takes and refuses what Linkerd does', () => {
  for (const text of ['cancelled', 'deadline-exceeded,internal', 'RESOURCE-EXHAUSTED', 'unavailable'])
    assert.ok(readsGrpcConditions(text), text);
  for (const text of ['DEADLINE_EXCEEDED', 'deadline_exceeded', 'unknown', 'aborted', '', 'internal, unavailable'])
    assert.not.ok(readsGrpcConditions(text), text);
});

test('the model of keys refuses what Linkerd ignores, drops or takes for something else', () => {
  const rows: readonly (readonly [kind: string, annotations: Readonly<Record<string, unknown>>])[] = [
    ['Service', { 'config.linkerd.io/failure-accrual': 'consecutive' }],
    ['Service', { 'balancer.linkerd.io/failure-accrual': 'Consecutive' }],
    [
      'Service',
      { 'balancer.linkerd.io/failure-accrual': 'consecutive', 'balancer.linkerd.io/failure-accrual-consecutive-max-failures': '0' },
    ],
    [
      'Service',
      { 'balancer.linkerd.io/failure-accrual': 'consecutive', 'balancer.linkerd.io/failure-accrual-consecutive-min-penalty': '2m' },
    ],
    [
      'Service',
      { 'balancer.linkerd.io/failure-accrual': 'consecutive', 'balancer.linkerd.io/failure-accrual-consecutive-max-penalty': '500ms' },
    ],
    ['HTTPRoute', { 'balancer.linkerd.io/failure-accrual': 'consecutive' }],
    ['HTTPRoute', { 'retry.linkerd.io/http': '3' }],
    ['HTTPRoute', { 'retry.linkerd.io/http': '5xx', 'retry.linkerd.io/http-status-codes': '429' }],
    ['HTTPRoute', { 'retry.linkerd.io/http': '5xx', 'retry.linkerd.io/limit': 3 }],
    ['HTTPRoute', { 'retry.linkerd.io/http': '5xx', 'retry.linkerd.io/limit': '0' }],
    ['HTTPRoute', { 'retry.linkerd.io/limit': '3' }],
    ['HTTPRoute', { 'retry.linkerd.io/grpc': 'unavailable' }],
    ['GRPCRoute', { 'retry.linkerd.io/http': '5xx' }],
    ['HTTPRoute', { 'timeout.linkerd.io/request': '0s' }],
    ['HTTPRoute', { 'timeout.linkerd.io/request': '1s', 'timeout.linkerd.io/response': '2s' }],
    ['HTTPRoute', { 'retry.linkerd.io/http': '5xx', 'retry.linkerd.io/timeout': '1s', 'timeout.linkerd.io/response': '1s' }],
  ];
  for (const [kind, annotations] of rows) assert.is.not(findGrammarProblems(kind, annotations).length, 0, JSON.stringify(annotations));
});

test.run();
