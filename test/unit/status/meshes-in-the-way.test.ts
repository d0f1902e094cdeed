import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultOptions } from '../../../src/model/options.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import type { Evaluation } from '../../../src/status/evaluate-policies.ts';
import { answeredByIstio } from '../../support/answered-by-istio.ts';
import { applied, at, breaker, edit, look, messageOf, policy, service, summary, timeout, written } from '../../support/live-cluster.ts';
import { all, cluster, on, routes, two, verdictOn, waypoint } from '../../support/mesh-cluster.ts';

const good = 'Ready=True/Applied Accepted=True/Accepted';

// What keeps a policy of a mesh beside Linkerd from being in force although everything is there, and what does not.

test('a route counts once a controller has accepted it and found its backends', () => {
  for (const mesh of ['istio-ambient', 'gateway-api']) {
    const objects = applied([waypoint, service('web'), policy('p', timeout)], { mesh });
    const judged = (how: Parameters<typeof answeredByIstio>[1]) =>
      verdictOn(
        mesh,
        edit(objects, 'HTTPRoute', (route) => answeredByIstio(route, how)),
        { options: { gatewayChannel: 'standard' } },
      );
    assert.match(messageOf(verdictOn(mesh, objects)), 'the mesh has said nothing about HTTPRoute shop/p yet');
    assert.is(summary(judged({})), good);
    assert.is(summary(judged({ controllerName: 'example.com/any' })), good);
    assert.match(messageOf(judged({ only: ['Accepted'] })), 'the mesh has not said ResolvedRefs=True about HTTPRoute shop/p yet');
    assert.match(messageOf(judged({ only: ['ResolvedRefs'] })), 'the mesh has not accepted HTTPRoute shop/p yet');
    assert.match(messageOf(judged({ refuses: 'ResolvedRefs' })), 'ResolvedRefs=False, BackendNotFound: words of Istio');
    assert.match(summary(judged({ refuses: 'Accepted' })), 'Ready=False/NotEnforced');
    assert.match(messageOf(judged({ observedGeneration: 2 })), 'the mesh has said nothing about HTTPRoute shop/p yet');
  }
});

test('two controllers: one has to accept the route wholly, and none may refuse it', () => {
  const objects = applied([service('web'), policy('p', timeout)], { mesh: 'gateway-api' });
  const judged = (...answers: readonly Parameters<typeof answeredByIstio>[1][]) =>
    verdictOn(
      'gateway-api',
      edit(objects, 'HTTPRoute', (route) => {
        const parents = answers.flatMap((how) => (answeredByIstio(route, how)['status'] as { parents: readonly ObjectValue[] }).parents);
        return { ...route, status: { parents } };
      }),
    );
  assert.is(summary(judged({ only: [] }, { controllerName: 'b' })), good);
  assert.match(summary(judged({ only: ['Accepted'] }, { controllerName: 'b', only: ['ResolvedRefs'] })), 'Reconciling');
  assert.match(summary(judged({}, { controllerName: 'b', refuses: 'Accepted' })), 'NotEnforced');
});

test('a rule of the user for the same host is in the way, and both are named', () => {
  const rule = (kind: string, spec: ObjectValue): KubeObject => ({
    apiVersion: 'networking.istio.io/v1beta1',
    kind,
    metadata: { name: 'by-hand', namespace: 'shop' },
    spec,
  });
  const cases: readonly (readonly [mesh: string, object: KubeObject, says: RegExp])[] = [
    [
      'istio',
      rule('VirtualService', { hosts: ['web'], http: [] }),
      /RP4020: policy shop\/p needs a VirtualService .* VirtualService shop\/by-hand/,
    ],
    ['istio', rule('DestinationRule', { host: '*.shop.svc.cluster.local' }), /RP4021: policy shop\/p .* DestinationRule shop\/by-hand/],
    [
      'istio-ambient',
      rule('VirtualService', { hosts: ['web.shop.svc.cluster.local'] }),
      /RP4033: policy shop\/p .* VirtualService shop\/by-hand/,
    ],
  ];
  for (const [mesh, object, words] of cases) {
    const objects = cluster(mesh, [service('web'), policy('p', all)]);
    const first = verdictOn(mesh, [...objects, object]);
    assert.is(summary(first), 'Ready=False/NotEnforced Accepted=True/Accepted Reconciling=True/NotEnforced');
    assert.match(messageOf(first), words);
    const late = look(written([...objects, object], new Map([['p', first as Evaluation]])), 301, {
      options: { ...defaultOptions, ...routes, mesh },
    });
    assert.match(summary(late.get('p')), 'Stalled=True/NotEnforced');
    assert.is(summary(verdictOn(mesh, objects)), good);
  }
});

test('ambient: without a waypoint nothing acts, and the message says where the label belongs', () => {
  const objects = cluster('istio-ambient', [service('web'), policy('p', all)]);
  const bare = edit(objects, 'Namespace', (each) => ({ ...each, metadata: { name: 'shop' } }));
  const found = verdictOn('istio-ambient', bare);
  assert.is(summary(found), 'Ready=False/NotEnforced Accepted=True/Accepted Reconciling=True/NotEnforced');
  assert.match(
    messageOf(found),
    'RP4032: policy shop/p needs a waypoint for Service shop/web, but neither it nor its Namespace has a label',
  );
  const labelled = edit(bare, 'Service', (each) => {
    const metadata = each['metadata'] as ObjectValue;
    return { ...each, metadata: { ...metadata, labels: { 'istio.io/use-waypoint': 'waypoint' } } };
  });
  assert.is(summary(verdictOn('istio-ambient', labelled)), good);
  const unread = look(
    objects.filter(({ kind }) => kind !== 'Namespace'),
    0,
    {
      options: { ...defaultOptions, ...routes, mesh: 'istio-ambient' },
      unwatchable: [{ group: '', kind: 'Namespace', why: 'forbidden' }],
    },
  ).get('p');
  assert.is(summary(unread), good);
  assert.match(messageOf(unread), 'Namespaces cannot be read, so whether they name a waypoint is not known');
});

test('a breaker that can never trip is a warning of the renderer, and not a failure', () => {
  const small = { circuitBreaker: { failureThreshold: 5, maxEjectionPercent: 10 } };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { replicas: 2, template: { metadata: { labels: { app: 'web' } } } },
  };
  for (const mesh of ['istio', 'istio-ambient']) {
    assert.is(summary(verdictOn(mesh, cluster(mesh, [service('web'), policy('p', small), deployment]))), good);
  }
});

test('losses that were accepted stay visible', () => {
  const spec = { ...breaker, ...timeout, rateLimit: { requestsPerSecond: 100 } };
  const lost = ['rateLimit.requestsPerSecond', 'circuitBreaker.failureThreshold'] as const;
  const cases = [
    ['istio', lost.slice(0, 1)],
    ['istio-ambient', lost.slice(0, 1)],
    ['gateway-api', lost],
  ] as const;
  for (const [mesh, allowLoss] of cases) {
    const options = { allowLoss };
    const objects = cluster(mesh, [service('web'), policy('p', spec)], options);
    const found = verdictOn(mesh, objects, { options });
    assert.is(summary(found), good);
    for (const field of allowLoss) assert.match(messageOf(found), new RegExp(`RP4002: .*${field.replace('.', '\\.')}`));
    const strict = verdictOn(mesh, objects);
    assert.match(summary(strict), 'Ready=False/NotEnforced');
    assert.match(messageOf(strict), 'RP4001: ');
  }
});

test('policies of one Service that name different meshes: the older one decides', () => {
  const named = (name: string, mesh: string, port: number, age: number): KubeObject =>
    policy(name, on(port, timeout), {
      annotations: { 'resilience.auth-platform.github.com/mesh': mesh },
      creationTimestamp: at(age),
    });
  const [p, q] = [named('p', 'istio', 80, 5), named('q', 'gateway-api', 81, 9)];
  const found = look([...cluster('linkerd', [two, p]), q], 20, { options: { ...defaultOptions, ...routes } });
  assert.is(summary(found.get('p')), good);
  assert.is(summary(found.get('q')), 'Ready=False/Conflicted Accepted=False/Conflicted Stalled=True/Conflicted');
  assert.match(messageOf(found.get('q')), 'RP3022: ');
});

test('a mesh that does not exist is a mistake in the policy, and harms no other', () => {
  const metadata = { annotations: { 'resilience.auth-platform.github.com/mesh': 'isto' } };
  const objects = [...cluster('istio', [two, policy('q', on(80, breaker))]), policy('p', on(81, breaker), metadata)];
  const found = look(objects, 0, { options: { ...defaultOptions, mesh: 'istio' } });
  assert.is(summary(found.get('p')), 'Ready=False/Invalid Accepted=False/Invalid Stalled=True/Invalid');
  assert.match(messageOf(found.get('p')), 'RP3021: ');
  assert.is(summary(found.get('q')), good);
});

test.run();
