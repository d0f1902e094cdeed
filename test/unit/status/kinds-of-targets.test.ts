import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultOptions } from '../../../src/model/options.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import {
  answerAll,
  answered,
  applied,
  breaker,
  edit,
  look,
  messageOf,
  policy,
  service,
  summary,
  timeout,
  written,
} from '../../support/live-cluster.ts';

const good = 'Ready=True/Applied Accepted=True/Accepted';
const grpc = { ports: [{ name: 'grpc', port: 9000, protocol: 'TCP' }] };

const ownRoute = (kind: 'HTTPRoute' | 'GRPCRoute', more: ObjectValue = {}): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind,
  metadata: { name: 'storefront', namespace: 'shop' },
  spec: {
    parentRefs: [{ group: '', kind: 'Service', name: 'web', port: kind === 'GRPCRoute' ? 9000 : 8080 }],
    rules: [{ backendRefs: [{ name: 'web-canary', port: 8080 }] }],
    ...more,
  },
});

test('a gRPC port: the GRPCRoute has to be accepted', () => {
  const objects = applied([service('web', grpc), policy('p', { ...breaker, ...timeout, retry: { maxAttempts: 2 } })]);
  assert.equal(
    objects.map(({ kind }) => kind).filter((kind) => String(kind).endsWith('Route')),
    ['GRPCRoute'],
  );
  assert.match(messageOf(look(objects).get('p')), 'said nothing about GRPCRoute shop/p yet');
  const found = look(answerAll(objects)).get('p');
  assert.is(summary(found), good);
  assert.is(
    messageOf(found),
    'the cluster is exactly as the policy asks; its routes are accepted (generation not reported); ' +
      'annotations have no status of the mesh and count as enforced when they are equal',
  );
  const edited = edit(
    answerAll(objects),
    'GRPCRoute',
    (route) => JSON.parse(JSON.stringify(route).replace('unavailable', 'internal')) as KubeObject,
  );
  assert.match(messageOf(look(edited).get('p')), 'metadata.annotations["retry.linkerd.io/grpc"]: expected "unavailable", found "internal"');
});

test('an HTTPRoute of ours that was there before the port became gRPC is a leftover', () => {
  const before = answerAll(applied([service('web'), policy('p', timeout)])).filter(({ kind }) => kind === 'HTTPRoute');
  const ports = [{ name: 'grpc', port: 8080, protocol: 'TCP' }];
  const now = answerAll(applied([service('web', { ports }), policy('p', timeout)]));
  assert.is(summary(look(now).get('p')), good);
  assert.match(messageOf(look([...now, ...before]).get('p')), 'HTTPRoute shop/p: expected nothing, found the object');
});

test('a route of the user carries the annotations, and has to be accepted', () => {
  for (const kind of ['HTTPRoute', 'GRPCRoute'] as const) {
    const web = service('web', kind === 'GRPCRoute' ? grpc : {});
    const objects = applied([web, ownRoute(kind), policy('p', timeout)]);
    assert.match(messageOf(look(objects).get('p')), `said nothing about ${kind} shop/storefront yet`);
    const found = look(answerAll(objects)).get('p');
    assert.is(summary(found), good);
    assert.is(messageOf(found), 'the cluster is exactly as the policy asks; its routes are accepted (generation not reported)');
    const refused = look(edit(objects, kind, (route) => answered(route, 'False'))).get('p');
    assert.match(summary(refused), 'Ready=False/NotEnforced');
    assert.match(messageOf(refused), `the mesh refuses ${kind} shop/storefront: Accepted=False, NoMatchingParent: words of the mesh`);
  }
});

test('a route of the user that nobody annotated; what else it says is its own business', () => {
  const bare = [service('web'), answered(ownRoute('HTTPRoute', { hostnames: ['shop.example'] })), policy('p', timeout)];
  assert.is(
    messageOf(look(bare).get('p')),
    'the cluster differs: HTTPRoute shop/storefront metadata.annotations["timeout.linkerd.io/request"]: expected "10s", found nothing',
  );
  const late = answerAll(applied([service('web'), ownRoute('HTTPRoute'), policy('p', timeout)]));
  const more = edit(late, 'HTTPRoute', (route) => ({ ...route, spec: { ...(route['spec'] as ObjectValue), hostnames: ['shop.example'] } }));
  assert.is(summary(look(more).get('p')), good);
});

test('a route of the user that came after ours takes its place', () => {
  const ours = answerAll(applied([service('web'), policy('p', timeout)]));
  const found = look([...ours, answered(ownRoute('HTTPRoute'))]).get('p');
  assert.match(messageOf(found), 'HTTPRoute shop/p: expected nothing, found the object, generated for it before');
});

test('a route of the user with timeouts of its own is in the way', () => {
  const objects = applied([service('web'), policy('p', timeout)]).filter(({ kind }) => kind !== 'HTTPRoute');
  const route = ownRoute('HTTPRoute');
  const metadata = { ...(route['metadata'] as ObjectValue), annotations: { 'timeout.linkerd.io/idle': '1h' } };
  const found = look([...objects, { ...route, metadata }]).get('p');
  assert.match(summary(found), 'Ready=False/NotEnforced');
  assert.match(messageOf(found), /RP3015: .*timeout\.linkerd\.io\/idle/);
});

test('the dialect of the operator: what Linkerd does not read cannot be verified, timeouts can', () => {
  const options = { ...defaultOptions, annotations: 'operator-v1' } as const;
  const read = (spec: ObjectValue) => look(answerAll(applied([service('web'), policy('p', spec)], options)), 0, { options }).get('p');
  const all = read({ ...breaker, ...timeout, retry: { maxAttempts: 2 } });
  assert.is(summary(all), 'Ready=Unknown/NotVerifiable Accepted=True/Accepted');
  assert.is(
    messageOf(all),
    'the cluster is exactly as the policy asks, but Linkerd does not read config.linkerd.io/failure-accrual, ' +
      'config.linkerd.io/failure-accrual-consecutive-failures, retry.linkerd.io/http-status-codes: nobody here can tell whether another tool does',
  );
  assert.equal(all?.status.appliedToServices, ['shop/web']);
  assert.is(summary(read(timeout)), good);
  assert.match(messageOf(read(timeout)), 'RP4013');
});

test('the dialect of the operator looks like an edit to a reporter with other options', () => {
  const options = { ...defaultOptions, annotations: 'operator-v1' } as const;
  const other = look(applied([service('web'), policy('p', breaker)], options)).get('p');
  assert.match(summary(other), 'Ready=False/Reconciling');
  assert.match(messageOf(other), 'metadata.annotations["balancer.linkerd.io/failure-accrual"]: expected "consecutive", found nothing');
  assert.match(messageOf(other), 'metadata.annotations["config.linkerd.io/failure-accrual"]: expected nothing, found "consecutive"');
});

test('NotEnforced: a Service without HTTP ports; and back when it has one', () => {
  const cases = [
    { ports: [{ name: 'redis', port: 6379, protocol: 'TCP' }], says: "port 6379 is opaque by Linkerd's default list" },
    { ports: [{ name: 'dns', port: 53, protocol: 'UDP' }], says: 'none of its ports is HTTP (port 53 is UDP)' },
    { ports: [{ name: 'tls-api', port: 8443, protocol: 'TCP' }], says: 'none of its ports is HTTP' },
    { ports: [], says: 'it has no ports' },
  ];
  for (const { ports, says } of cases) {
    for (const spec of [breaker, timeout]) {
      const objects = [service('web', { ports }), policy('p', spec)];
      const first = look(objects);
      assert.is(summary(first.get('p')), 'Ready=False/NotEnforced Accepted=True/Accepted Reconciling=True/NotEnforced');
      assert.ok(messageOf(first.get('p')).startsWith('RP4004: Linkerd 2.20 ignores policy shop/p on Service shop/web: '));
      assert.ok(messageOf(first.get('p')).includes(says), messageOf(first.get('p')));
      const late = look(written(objects, first), 301);
      assert.is(summary(late.get('p')), 'Ready=False/NotEnforced Accepted=True/Accepted Stalled=True/NotEnforced');
      const [governed = {}] = written(objects, late).slice(1);
      const back = answerAll(applied([service('web'), policy('p', spec)])).map((each) =>
        each['kind'] === 'ResiliencePolicy' ? governed : each,
      );
      assert.is(summary(look(back, 302).get('p')), good);
    }
  }
});

test('NotEnforced: a port of the policy that carries no HTTP, beside one that does', () => {
  const ports = [
    { name: 'http', port: 8080, protocol: 'TCP' },
    { name: 'tcp-replication', port: 9100, protocol: 'TCP' },
  ];
  const found = look([service('web', { ports }), policy('p', { ...timeout, targetRef: { name: 'web', port: 9100 } })]).get('p');
  assert.match(summary(found), 'Ready=False/NotEnforced');
  assert.match(messageOf(found), '9100');
});

test.run();
