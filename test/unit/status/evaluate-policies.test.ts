import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import {
  answerAll,
  answered,
  applied,
  at,
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
const annotate = (object: KubeObject, annotations: ObjectValue): KubeObject => {
  const metadata = object['metadata'] as ObjectValue;
  return { ...object, metadata: { ...metadata, annotations: { ...(metadata['annotations'] as ObjectValue), ...annotations } } };
};

test('Applied: annotations alone', () => {
  const found = look(applied([service('web'), policy('p', breaker)])).get('p');
  assert.is(summary(found), good);
  assert.match(messageOf(found), 'annotations have no status of the mesh');
  assert.equal(found?.status.appliedToServices, ['shop/web']);
  assert.equal(found?.transition?.type, 'Normal');
});

test('Applied: a route that the mesh accepted', () => {
  const found = look(answerAll(applied([service('web'), policy('p', timeout)]))).get('p');
  assert.is(summary(found), good);
  assert.match(messageOf(found), 'accepted (generation not reported)');
});

test('a route without an answer is waited for, then NotEnforced', () => {
  const objects = applied([service('web'), policy('p', timeout)]);
  const first = look(objects);
  assert.is(summary(first.get('p')), 'Ready=False/Reconciling Accepted=True/Accepted Reconciling=True/Reconciling');
  assert.is(first.get('p')?.recheckSeconds, 300);
  const later = look(written(objects, first), 300);
  assert.is(summary(later.get('p')), 'Ready=False/NotEnforced Accepted=True/Accepted Stalled=True/NotEnforced');
  assert.is(later.get('p')?.recheckSeconds, undefined);
});

test('NotEnforced: the mesh refuses, in its own words', () => {
  const objects = edit(applied([service('web'), policy('p', timeout)]), 'HTTPRoute', (route) => answered(route, 'False'));
  const found = look(objects).get('p');
  assert.is(summary(found), 'Ready=False/NotEnforced Accepted=True/Accepted Reconciling=True/NotEnforced');
  assert.match(messageOf(found), 'Accepted=False, NoMatchingParent: words of the mesh');
});

test('an answer to an older generation is none', () => {
  const objects = edit(applied([service('web'), policy('p', timeout)]), 'HTTPRoute', (route) =>
    answered(route, 'True', { observedGeneration: 2 }),
  );
  assert.match(summary(look(objects).get('p')), 'Ready=False/Reconciling');
});

test('TargetServiceNotFound, and back at once', () => {
  const objects = [policy('p', breaker)];
  const first = look(objects);
  assert.is(
    summary(first.get('p')),
    'Ready=False/TargetServiceNotFound Accepted=False/TargetNotFound Reconciling=True/TargetServiceNotFound',
  );
  const late = look(written(objects, first), 400);
  assert.match(summary(late.get('p')), 'Stalled=True/TargetServiceNotFound');
  assert.equal(late.get('p')?.status.appliedToServices, []);
  const back = look(
    [...written(objects, late), ...applied([service('web'), policy('p', breaker)]).filter(({ kind }) => kind === 'Service')],
    401,
  );
  assert.is(summary(back.get('p')), good);
});

test('Invalid: the field and the code, at once; others are not harmed', () => {
  const objects = [...applied([service('web'), policy('p', breaker)]), policy('bad', { retry: { maxAttempts: -1 } })];
  const found = look(objects);
  assert.is(summary(found.get('bad')), 'Ready=False/Invalid Accepted=False/Invalid Stalled=True/Invalid');
  assert.match(messageOf(found.get('bad')), /RP2001: .*spec\.retry\.maxAttempts/);
  assert.is(summary(found.get('p')), good);
});

test('Failed: an edited annotation, with what was expected and found', () => {
  const key = 'balancer.linkerd.io/failure-accrual-consecutive-max-failures';
  const objects = edit(applied([service('web'), policy('p', breaker)]), 'Service', (web) => annotate(web, { [key]: '9', secret: 'hush' }));
  const first = look(objects);
  assert.is(summary(first.get('p')), 'Ready=False/Reconciling Accepted=True/Accepted Reconciling=True/Reconciling');
  const late = look(written(objects, first), 301).get('p');
  assert.is(summary(late), 'Ready=False/Failed Accepted=True/Accepted Stalled=True/Failed Drifted=True/Failed');
  assert.match(messageOf(late, 'Drifted'), `Service shop/web metadata.annotations["${key}"]: expected "5", found "9"`);
  assert.not.match(JSON.stringify(late), 'hush');
});

test('drift: a missing route, an edited one, a leftover, a disabled section', () => {
  const objects = answerAll(applied([service('web'), policy('p', timeout)]));
  assert.match(messageOf(look(edit(objects, 'HTTPRoute', () => undefined)).get('p')), 'expected the object, found nothing');
  const moved = edit(objects, 'HTTPRoute', (route) => JSON.parse(JSON.stringify(route).replaceAll('8080', '8081')) as KubeObject);
  assert.match(messageOf(look(moved).get('p')), 'spec.parentRefs[0]');
  const off = edit(objects, 'ResiliencePolicy', () => policy('p', { timeout: { enabled: false, requestTimeout: '10s' } }));
  assert.match(messageOf(look(off).get('p')), 'expected nothing, found the object');
  const noBreaker = edit(applied([service('web'), policy('p', breaker)]), 'ResiliencePolicy', () => policy('p', {}));
  assert.match(messageOf(look(noBreaker).get('p')), 'expected nothing, found "consecutive"');
});

test('fields that others add are nobody’s difference', () => {
  const objects = edit(answerAll(applied([service('web'), policy('p', timeout)])), 'HTTPRoute', (route) => {
    const { rules, ...spec } = route['spec'] as { readonly rules: readonly ObjectValue[] };
    return annotate({ ...route, spec: { ...spec, hostnames: [], rules: rules.map((rule) => ({ ...rule, name: 'x' })) } }, { 'a/b': 'c' });
  });
  assert.is(summary(look(objects).get('p')), good);
});

test('Conflicted: the oldest wins, then the name; what a loser hid wins again', () => {
  const ports = [80, 81].map((port) => ({ name: `http-${port}`, port, protocol: 'TCP' }));
  const web = service('web', { ports });
  const on = (port?: number): ObjectValue => ({ ...timeout, targetRef: { name: 'web', ...(port === undefined ? {} : { port }) } });
  const [a, b, c] = [
    policy('c-old', on(80), { creationTimestamp: at(0) }),
    policy('b-mid', on(), { creationTimestamp: at(10) }),
    policy('a-new', on(81), { creationTimestamp: at(20) }),
  ];
  const found = look([...answerAll(applied([web, a, c])), b]);
  assert.is(summary(found.get('c-old')), good);
  assert.is(summary(found.get('a-new')), good);
  assert.is(summary(found.get('b-mid')), 'Ready=False/Conflicted Accepted=False/Conflicted Stalled=True/Conflicted');
  assert.match(messageOf(found.get('b-mid')), 'shop/c-old');
  const twins = look([...answerAll(applied([service('web'), policy('x', timeout)])), policy('y', timeout)]);
  assert.is(summary(twins.get('x')), good);
  assert.match(summary(twins.get('y')), 'Conflicted');
});

test('NotEnforced: what the mesh ignores', () => {
  const objects = [...applied([service('web'), policy('p', breaker)])];
  const profile = {
    apiVersion: 'linkerd.io/v1alpha2',
    kind: 'ServiceProfile',
    metadata: { name: 'web.shop.svc.cluster.local', namespace: 'shop' },
    spec: { routes: [{ name: '/' }] },
  };
  const found = look([...objects, profile]).get('p');
  assert.match(summary(found), 'Ready=False/NotEnforced');
  assert.match(messageOf(found), 'RP4004: Linkerd 2.20 ignores policy shop/p');
  const headless = look([service('web', { clusterIP: 'None' }), policy('p', breaker)]).get('p');
  assert.match(messageOf(headless), 'headless');
});

test('NotVerifiable: a kind that is needed and cannot be watched, never Failed', () => {
  const gateway = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' } as const;
  const objects = applied([service('web'), policy('p', timeout), service('db'), policy('q', { ...breaker, targetRef: { name: 'db' } })]);
  const found = look(objects, 0, {
    unwatchable: [
      { ...gateway, why: 'absent' },
      { group: 'split.smi-spec.io', kind: 'TrafficSplit', why: 'absent' },
    ],
  });
  assert.is(summary(found.get('p')), 'Ready=Unknown/NotVerifiable Accepted=True/Accepted');
  assert.match(messageOf(found.get('p')), 'HTTPRoute.gateway.networking.k8s.io (not installed)');
  assert.is(summary(found.get('q')), good);
  const secret = look(objects, 0, { unwatchable: [{ group: 'linkerd.io', kind: 'ServiceProfile', why: 'forbidden' }] });
  assert.match(summary(secret.get('q')), 'NotVerifiable');
});

test('foreign conditions keep their place; ours keep their time; nothing moves when nothing changed', () => {
  const foreign = { type: 'example.com/Audited', status: 'True', reason: 'Yes', message: 'm', lastTransitionTime: at(0) };
  const [stale] = [{ type: 'Ready', status: 'True', reason: 'Old', message: '', lastTransitionTime: at(0), observedGeneration: 1 }];
  const status = { conditions: [{ ...foreign, type: 'example.com/A' }, stale, foreign], observedGeneration: 1 };
  const objects = edit(applied([service('web'), policy('p', breaker)]), 'ResiliencePolicy', (each) => ({ ...each, status }));
  const first = look(objects, 60);
  assert.is(summary(first.get('p')), 'example.com/A=True/Yes Ready=True/Applied example.com/Audited=True/Yes Accepted=True/Accepted');
  assert.is(first.get('p')?.status.conditions[1]?.['lastTransitionTime'], at(0));
  assert.equal(first.get('p')?.status.conditions[2], foreign);
  const again = look(written(objects, first), 6000).get('p');
  assert.is(again?.changed, false);
  assert.is(again?.transition, undefined);
  assert.is(again?.status.lastUpdateTime, at(60));
});

test('a trouble that was dated by a clock an hour ahead is over when its grace period is', () => {
  const objects = [policy('p', { ...timeout, targetRef: { name: 'gone' } })];
  const ahead = written(objects, look(objects, 3_600));
  const set = written(ahead, look(ahead, 0));
  assert.is(look(set, 0).get('p')?.changed, false, 'once it is put right');
  assert.match(summary(look(set, 299).get('p')), 'Reconciling=True');
  assert.match(summary(look(set, 301).get('p')), 'Stalled=True');
  const near = written(objects, look(objects, 30));
  assert.is(look(near, 0).get('p')?.changed, false, 'clocks of two replicas may differ');
});

test('nothing is written over a newer observedGeneration', () => {
  const objects = edit(applied([service('web'), policy('p', breaker)]), 'ResiliencePolicy', (each) => ({
    ...each,
    status: { observedGeneration: 9 },
  }));
  assert.is(look(objects).get('p')?.changed, false);
});

test.run();
