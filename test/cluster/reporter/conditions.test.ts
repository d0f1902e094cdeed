import * as assert from 'uvu/assert';
import { stringAt, valueAt } from '../../../src/model/resource.ts';
import { looseDefinition } from './loose-definition.ts';
import { applyAll, createNamespaces, policyPath, readLive, remove } from './objects.ts';
import { renameWithKustomize } from './rename-with-kustomize.ts';
import { condition, reporterSuite, summary } from './reporter-suite.ts';
import { type Named, policy, render, renderText, service, unrendered } from './shop.ts';
import { sleep, waitFor } from './wait.ts';

// Every row of the table of conditions, on a real API server, under the chart's identity. Each row has a namespace of its own.

const grace = 4;
const namespaces = [
  'applied',
  'missing',
  'invalid',
  'lagging',
  'edited',
  'pruned',
  'contended',
  'refused',
  'headless',
  'foreign',
  'limited',
  'renamed',
];
const invalid: Named = { name: 'cart', namespace: 'invalid' };

const { test, check, server, mesh, status, untilReady } = reporterSuite('the table of conditions', {
  needs: ['kustomize'],
  before: async (started) => {
    await looseDefinition(started);
    await createNamespaces(started, ...namespaces);
    // Stored before the definition could refuse it (reporter facts §4, fault 14).
    await applyAll(started, unrendered([policy(invalid, 'cart', ['circuitBreaker: {failureThreshold: 0}'])]));
  },
  setUp: (suite) => suite.start([`--grace-period=${grace}s`]),
});

const cartIn = (namespace: string): Named => ({ name: 'cart', namespace });
const servicePath = ({ name, namespace }: Named): string => `/api/v1/namespaces/${namespace}/services/${name}`;
const routePath = ({ name, namespace }: Named): string => `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes/${name}`;

async function applyRendered(of: Named): Promise<void> {
  await applyAll(server(), render([service(of), policy(of)]));
}

check('Applied: a rendered set is in force once the mesh has accepted its route', async () => {
  const cart = cartIn('applied');
  mesh().judge(({ metadata }) => ({ kind: stringAt(metadata, ['namespace']) === 'applied' ? 'silent' : 'accepted' }));
  await applyRendered(cart);
  await waitFor('a first status', async () => (summary(await status(cart)).endsWith('Reconciling') ? true : undefined));
  mesh().judge(() => ({ kind: 'accepted' }));
  const found = await untilReady(cart, 'True Applied');
  assert.is(found['observedGeneration'], 1);
  assert.equal(found['appliedToServices'], ['applied/cart']);
  assert.is(condition(found, 'Reconciling'), undefined);
  assert.is(condition(found, 'Stalled'), undefined);
  assert.match(stringAt(condition(found, 'Ready'), ['message']), 'generation not reported');
});

check('Applied: an edit of the policy is seen, and what was applied is no longer enough', async () => {
  const cart = cartIn('applied');
  await applyAll(server(), unrendered([policy(cart, 'cart', ['circuitBreaker: {failureThreshold: 7}', 'timeout: {requestTimeout: 2s}'])]));
  const lagging = await waitFor('the new generation', async () => {
    const found = await status(cart);
    return found['observedGeneration'] === 2 ? found : undefined;
  });
  assert.is.not(summary(lagging), 'True Applied');
  await applyAll(
    server(),
    render([service(cart), policy(cart, 'cart', ['circuitBreaker: {failureThreshold: 7}', 'timeout: {requestTimeout: 2s}'])]),
  );
  await untilReady(cart, 'True Applied');
});

check('TargetServiceNotFound: stalled after the grace period, in force as soon as the Service appears', async () => {
  const cart = cartIn('missing');
  await applyAll(server(), unrendered([policy(cart)]));
  await untilReady(cart, 'False TargetServiceNotFound');
  await waitFor('Stalled', async () => (stringAt(condition(await status(cart), 'Stalled'), ['status']) === 'True' ? true : undefined));
  assert.equal((await status(cart))['appliedToServices'], []);
  await applyRendered(cart);
  const found = await untilReady(cart, 'True Applied');
  assert.is(condition(found, 'Stalled'), undefined);
});

check('Invalid: a stored policy that the definition would refuse today', async () => {
  const found = await untilReady(invalid, 'False Invalid');
  assert.is(stringAt(condition(found, 'Stalled'), ['status']), 'True');
  assert.match(stringAt(condition(found, 'Ready'), ['message']), /RP\d{4}.*failureThreshold|failureThreshold.*RP\d{4}/s);
});

check('Reconciling, then Failed: a cluster that lags behind, and does so for too long', async () => {
  const cart = cartIn('lagging');
  await applyAll(server(), unrendered([service(cart), policy(cart)]));
  const early = await waitFor('a first status', async () => {
    const found = await status(cart);
    return condition(found, 'Reconciling') === undefined ? undefined : found;
  });
  assert.match(summary(early), /^(False|Unknown) Reconciling$/);
  assert.is(condition(early, 'Stalled'), undefined);
  const late = await untilReady(cart, 'False Failed');
  assert.is(stringAt(condition(late, 'Stalled'), ['status']), 'True');
  assert.is(condition(late, 'Reconciling'), undefined);
  await applyRendered(cart);
  await untilReady(cart, 'True Applied');
});

check('Failed: an annotation that was edited by hand is named with what is expected and what is found', async () => {
  const cart = cartIn('edited');
  await applyRendered(cart);
  await untilReady(cart, 'True Applied');
  const key = 'balancer.linkerd.io/failure-accrual-consecutive-max-failures';
  await server().client.mergePatch(servicePath(cart), { metadata: { annotations: { [key]: '9' } } });
  const found = await untilReady(cart, 'False Failed');
  const drifted = condition(found, 'Drifted');
  assert.is(stringAt(drifted, ['status']), 'True');
  for (const word of [key, '"5"', '"9"']) assert.match(stringAt(drifted, ['message']), word);
  await server().client.mergePatch(servicePath(cart), { metadata: { annotations: { [key]: '5' } } });
  assert.is.not(stringAt(condition(await untilReady(cart, 'True Applied'), 'Drifted'), ['status']), 'True');
});

check('Failed: a route that is gone', async () => {
  const cart = cartIn('pruned');
  await applyRendered(cart);
  await untilReady(cart, 'True Applied');
  await remove(server(), routePath(cart));
  const found = await untilReady(cart, 'False Failed');
  assert.match(stringAt(condition(found, 'Drifted'), ['message']), 'HTTPRoute');
});

check('Conflicted: the older policy governs, the younger says so, and takes over when the older is gone', async () => {
  const [older, younger]: readonly [Named, Named] = [
    { name: 'zebra', namespace: 'contended' },
    { name: 'ant', namespace: 'contended' },
  ];
  const cart = service(cartIn('contended'));
  await applyAll(server(), render([cart, policy(older, 'cart')]));
  await untilReady(older, 'True Applied');
  // creationTimestamp has whole seconds.
  await sleep(1100);
  await applyAll(server(), unrendered([policy(younger, 'cart')]));
  const lost = await untilReady(younger, 'False Conflicted');
  assert.is(stringAt(condition(lost, 'Stalled'), ['status']), 'True');
  assert.is(summary(await status(older)), 'True Applied');
  await remove(server(), `${policyPath('contended')}/zebra`);
  await remove(server(), routePath(older));
  await applyAll(server(), render([cart, policy(younger, 'cart')]));
  await untilReady(younger, 'True Applied');
});

check('NotEnforced: the mesh refuses the route, and its own words are shown', async () => {
  const cart = cartIn('refused');
  const words = 'parent service must have a ClusterIP';
  mesh().judge(({ metadata }) =>
    stringAt(metadata, ['namespace']) === 'refused'
      ? { kind: 'refused', type: 'Accepted', reason: 'NoMatchingParent', message: words }
      : { kind: 'accepted' },
  );
  await applyRendered(cart);
  const found = await untilReady(cart, 'False NotEnforced');
  assert.match(stringAt(condition(found, 'Ready'), ['message']), words);
  mesh().judge(() => ({ kind: 'accepted' }));
  assert.is(condition(await untilReady(cart, 'True Applied'), 'Stalled'), undefined);
});

check('NotEnforced: a rate limit that the mesh has not accepted is not in force, and says so', async () => {
  const cart = cartIn('limited');
  mesh().judge(({ kind }) => ({ kind: kind === 'HTTPLocalRateLimitPolicy' ? 'silent' : 'accepted' }));
  const limit = ['rateLimit: {requestsPerSecond: 40, accessPolicy: all-authenticated}'];
  await applyAll(server(), render([service(cart), policy(cart, 'cart', limit)]));
  await untilReady(cart, 'False Reconciling');
  const found = await untilReady(cart, 'False NotEnforced');
  assert.is(stringAt(condition(found, 'Stalled'), ['status']), 'True');
  assert.match(stringAt(condition(found, 'Ready'), ['message']), 'said nothing about HTTPLocalRateLimitPolicy limited/cart');
  mesh().judge(() => ({ kind: 'accepted' }));
  await untilReady(cart, 'True Applied');
});

check('Applied: kustomize renames what was rendered, with the port inside of the name', async () => {
  const cart = cartIn('renamed');
  const twoPorts = service(cart).replace('[{name: http, port: 80}]', '[{name: http, port: 80}, {name: http-admin, port: 81}]');
  const rendered = renderText([twoPorts, policy({ name: 'slow', namespace: 'renamed' }, 'cart')]);
  const objects = renameWithKustomize(rendered, { namePrefix: 'eu-', nameSuffix: '-blue' });
  const names = objects.filter(({ kind }) => kind === 'HTTPRoute').map((route) => stringAt(route, ['metadata', 'name']));
  assert.equal(names.sort(), ['eu-slow-80-blue', 'eu-slow-81-blue']);
  await applyAll(server(), objects);
  await untilReady({ name: 'eu-slow-blue', namespace: 'renamed' }, 'True Applied');
});

check('NotEnforced: a Service that the mesh does not balance', async () => {
  const cart = cartIn('headless');
  await applyAll(server(), unrendered([service(cart, 'clusterIP: None'), policy(cart)]));
  await untilReady(cart, 'False NotEnforced');
});

check('conditions of others stay, and the reporter writes nothing but status', async () => {
  const cart = cartIn('foreign');
  const path = `${policyPath('foreign')}/cart`;
  const theirs = {
    type: 'example.com/Reviewed',
    status: 'True',
    reason: 'Approved',
    message: 'by hand',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  };
  await applyRendered(cart);
  const applied = await untilReady(cart, 'True Applied');
  const conditions = [theirs, ...(applied['conditions'] as readonly object[])];
  await server().client.mergePatch(`${path}/status`, { status: { conditions } });
  const before = await readLive(server(), path);
  await remove(server(), routePath(cart));
  const found = await untilReady(cart, 'False Failed');
  assert.equal(condition(found, theirs.type), theirs);
  const after = await readLive(server(), path);
  assert.equal(valueAt(after, ['spec']), valueAt(before, ['spec']));
  assert.equal(valueAt(after, ['metadata', 'annotations']), valueAt(before, ['metadata', 'annotations']));
});

check('a policy that is deleted harms no other', async () => {
  const cart = cartIn('pruned');
  await remove(server(), `${policyPath('pruned')}/cart`);
  assert.is(summary(await status(cart)), ' ');
  await untilReady(cartIn('edited'), 'True Applied');
});

check('transitions are told as Events', async () => {
  const { body } = await server().client.call('GET', '/apis/events.k8s.io/v1/namespaces/edited/events');
  const reasons = (body['items'] as readonly object[]).map((event) => stringAt(event as never, ['reason']));
  for (const reason of ['Applied', 'Failed']) assert.ok(reasons.includes(reason), `${reasons}`);
});

test.run();
