import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../../src/model/resource.ts';
import { answeredLimit, applied, edit, look, messageOf, policy, service, summary, timeout, written } from '../../support/live-cluster.ts';

const limit = { rateLimit: { requestsPerSecond: 100, accessPolicy: 'all-unauthenticated' } };
const kind = 'HTTPLocalRateLimitPolicy';
const name = `${kind} shop/p`;

test('Applied only once Linkerd has accepted the limit', () => {
  const found = look(edit(applied([service('web'), policy('p', limit)]), kind, (each) => answeredLimit(each, 'True'))).get('p');
  assert.is(summary(found), 'Ready=True/Applied Accepted=True/Accepted');
  assert.is(
    messageOf(found),
    'the cluster is exactly as the policy asks; its rate limits are accepted (generation not reported); ' +
      'Servers have no status of the mesh and count as enforced when they are equal',
  );
});

test('a limit without an answer is waited for, then NotEnforced: Linkerd enforces none before it accepts it', () => {
  const objects = applied([service('web'), policy('p', limit)]);
  const first = look(objects);
  assert.is(summary(first.get('p')), 'Ready=False/Reconciling Accepted=True/Accepted Reconciling=True/Reconciling');
  assert.is(messageOf(first.get('p')), `the mesh has said nothing about ${name} yet, and enforces it only once it has accepted it`);
  assert.is(first.get('p')?.recheckSeconds, 300);
  const later = look(written(objects, first), 300).get('p');
  assert.is(summary(later), 'Ready=False/NotEnforced Accepted=True/Accepted Stalled=True/NotEnforced');
  const unknown = edit(objects, kind, (each) => ({ ...each, status: { conditions: [{ type: 'Accepted', status: 'Unknown' }] } }));
  assert.is(messageOf(look(unknown).get('p')), `the mesh has not accepted ${name} yet`);
});

test('an answer for another Server is from before an edit, and counts for nothing', () => {
  for (const status of ['True', 'False'] as const) {
    const objects = edit(applied([service('web'), policy('p', limit)]), kind, (each) => answeredLimit(each, status, 'web-before'));
    assert.is(summary(look(objects).get('p')), 'Ready=False/Reconciling Accepted=True/Accepted Reconciling=True/Reconciling', status);
  }
});

test('NotEnforced: Linkerd refuses the limit, in its own words', () => {
  const objects = edit(applied([service('web'), policy('p', limit)]), kind, (each) => answeredLimit(each, 'False'));
  const found = look(objects).get('p');
  assert.is(summary(found), 'Ready=False/NotEnforced Accepted=True/Accepted Reconciling=True/NotEnforced');
  assert.is(messageOf(found), `the mesh refuses ${name}: Accepted=False, RateLimitReasonAlreadyExists: words of the mesh`);
});

test('routes and limits both need an answer', () => {
  const objects = edit(applied([service('web'), policy('p', { ...limit, ...timeout })]), kind, (each) => answeredLimit(each, 'True'));
  const found = look(objects).get('p');
  assert.match(summary(found), 'Ready=False/Reconciling');
  assert.match(messageOf(found), 'said nothing about HTTPRoute shop/p yet');
});

test('drift: an edited figure, and a Server that is gone', () => {
  const objects = edit(applied([service('web'), policy('p', limit)]), kind, (each) => answeredLimit(each, 'True'));
  const edited = edit(objects, kind, (each) => JSON.parse(JSON.stringify(each).replace('100', '900')) as KubeObject);
  assert.match(messageOf(look(edited).get('p')), `${name} spec.total.requestsPerSecond: expected 100, found 900`);
  const without = edit(objects, 'Server', () => undefined);
  assert.match(messageOf(look(without).get('p')), 'Server shop/p: expected the object, found nothing');
});

test('a limit on a Server of the user', () => {
  const server = {
    apiVersion: 'policy.linkerd.io/v1beta3',
    kind: 'Server',
    metadata: { name: 'web-http', namespace: 'shop' },
    spec: { accessPolicy: 'all-authenticated', podSelector: { matchLabels: { app: 'web' } }, port: 8080, proxyProtocol: 'HTTP/1' },
  };
  const plain = policy('p', { rateLimit: { requestsPerSecond: 100 } });
  const objects = edit(applied([service('web'), server, plain]), kind, (each) => answeredLimit(each, 'True'));
  const found = look(objects).get('p');
  assert.is(summary(found), 'Ready=True/Applied Accepted=True/Accepted');
  assert.not.match(messageOf(found), 'Servers have no status');
  const gone = look(edit(objects, 'Server', () => undefined)).get('p');
  assert.match(summary(gone), 'Ready=False/NotEnforced');
  assert.match(messageOf(gone), 'RP4014');
});

test('a kind that is neither allowed nor working is not verifiable, and the message says which it is', () => {
  const objects = edit(applied([service('web'), policy('p', limit)]), kind, (each) => answeredLimit(each, 'True'));
  const of = 'policy.linkerd.io';
  const words = { absent: 'not installed', forbidden: 'not allowed', broken: 'the API server fails to list or watch it' };
  for (const [why, said] of Object.entries(words)) {
    const found = look(objects, 0, { unwatchable: [{ group: of, kind: 'Server', why: why as keyof typeof words }] }).get('p');
    assert.is(summary(found), 'Ready=Unknown/NotVerifiable Accepted=True/Accepted');
    assert.is(messageOf(found), `cannot tell: these kinds cannot be watched: Server.${of} (${said})`);
  }
});

test('a broken watch hides from those whom its kind could change, an absent kind hides nothing', () => {
  const objects = applied([service('web'), policy('p', { circuitBreaker: { failureThreshold: 5 } })]);
  const profile = { group: 'linkerd.io', kind: 'ServiceProfile' } as const;
  assert.match(summary(look(objects, 0, { unwatchable: [{ ...profile, why: 'broken' }] }).get('p')), 'Ready=Unknown/NotVerifiable');
  assert.match(summary(look(objects, 0, { unwatchable: [{ ...profile, why: 'absent' }] }).get('p')), 'Ready=True/Applied');
});

test.run();
