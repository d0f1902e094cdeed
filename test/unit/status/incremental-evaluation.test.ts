import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedFrom } from '../../../src/model/group.ts';
import { defaultOptions } from '../../../src/model/options.ts';
import { identityOf, type KubeObject } from '../../../src/model/resource.ts';
import { evaluatePolicies, type StatusContext } from '../../../src/status/evaluate-policies.ts';
import { createIncrementalEvaluation, type IncrementalEvaluation } from '../../../src/status/incremental/incremental-evaluation.ts';
import { topicsOf } from '../../../src/status/incremental/topics.ts';
import { applied, at, breaker, policy, service, timeout } from '../../support/live-cluster.ts';

const context: StatusContext = { options: defaultOptions, now: at(0), graceSeconds: 300, unwatchable: [] };
const names = Array.from({ length: 40 }, (_, i) => `svc-${i}`);
const cluster = names.flatMap((name) => applied([service(name), policy(`for-${name}`, { targetRef: { name }, ...breaker, ...timeout })]));

interface Observed extends IncrementalEvaluation {
  /** Names of the policies of each evaluation since the last look. */
  seen(): readonly (readonly string[])[];
}

function observe(how: { readonly most?: number; readonly fail?: (policies: readonly string[]) => boolean } = {}): Observed {
  let seen: string[][] = [];
  const { survey } = createIncrementalEvaluation({
    ...(how.most === undefined ? {} : { most: how.most }),
    evaluate: (inventory, given) => {
      const found = evaluatePolicies(inventory, given);
      const evaluated = found.map((each) => each.policy.name).sort();
      if (how.fail?.(evaluated) === true) throw new Error('planted');
      seen.push(evaluated);
      return found;
    },
  });
  const look = (): readonly (readonly string[])[] => {
    const before = seen;
    seen = [];
    return before;
  };
  return { survey, seen: look };
}

function replace(objects: readonly KubeObject[], kind: string, name: string, change: object): readonly KubeObject[] {
  return objects.map((object) => {
    const identity = identityOf(object);
    return identity.kind === kind && identity.name === name ? ({ ...object, ...change } as KubeObject) : object;
  });
}

const all = [names.map((name) => `for-${name}`).sort()];

test('a change has nobody evaluated whom it does not concern', () => {
  const { survey, seen } = observe();
  survey(cluster, context);
  assert.equal(seen(), all);
  assert.is(survey(cluster, context).evaluations.length, names.length);
  assert.equal(seen(), []);
  const edited = replace(cluster, 'HTTPRoute', 'for-svc-7', { spec: {} });
  const { evaluations, fresh } = survey(edited, context);
  assert.equal([evaluations.length, fresh.length], [names.length, 1]);
  assert.equal(seen(), [['for-svc-7']]);
  survey(
    edited.filter((object) => identityOf(object).name !== 'svc-9'),
    context,
  );
  assert.equal(seen(), [['for-svc-9']]);
});

test('what holds for a namespace concerns all policies in it and none of another', () => {
  const { survey, seen } = observe();
  const namespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  survey(cluster, context);
  seen();
  survey([...cluster, namespace('bank')], context);
  assert.equal(seen(), []);
  survey([...cluster, namespace('bank'), namespace('shop')], context);
  assert.equal(seen(), all);
});

test('time concerns those who wait for it', () => {
  const { survey, seen } = observe();
  const objects = replace(cluster, 'Service', 'svc-3', { metadata: { name: 'svc-3', namespace: 'shop' } });
  // Routes that the mesh has not answered for wait all the same.
  const waiting = objects.filter(({ kind }) => kind !== 'HTTPRoute');
  const some = waiting.map((object) =>
    identityOf(object).name === 'for-svc-3'
      ? object
      : { ...object, spec: { ...(object['spec'] as object), timeout: { enabled: false } } as never },
  );
  survey(some, context);
  seen();
  survey(some, { ...context, now: at(299) });
  assert.equal(seen(), []);
  survey(some, { ...context, now: at(300) });
  assert.equal(seen(), [['for-svc-3']]);
});

test('another view of the cluster concerns everybody', () => {
  const { survey, seen } = observe();
  survey(cluster, context);
  seen();
  survey(cluster, { ...context, unwatchable: [{ group: '', kind: 'Namespace', why: 'forbidden' }] });
  assert.equal(seen(), all);
});

test('many are taken on in parts', () => {
  const { survey, seen } = observe({ most: 15 });
  const parts = [survey(cluster, context), survey(cluster, context), survey(cluster, context)];
  assert.equal(
    parts.map(({ evaluations, fresh, unfinished }) => [evaluations.length, fresh.length, unfinished]),
    [
      [15, 15, true],
      [30, 15, true],
      [40, 10, false],
    ],
  );
  assert.equal(seen().flat().sort(), all[0]);
});

test('what was said of a policy goes when the policy changes, even if others are evaluated first', () => {
  const { survey } = observe({ most: 15 });
  const [said] = survey(cluster, context).evaluations;
  const changed = replace(cluster, 'ResiliencePolicy', said?.policy.name ?? '', { status: said?.status as never });
  const after = survey(changed, context);
  assert.equal([after.unfinished, after.evaluations.length], [true, 29]);
  assert.not.ok(after.evaluations.some(({ policy: { name } }) => name === said?.policy.name));
});

test('a failure holds up nobody else, and is tried again', () => {
  let broken = true;
  const { survey } = observe({ most: 20, fail: (policies) => broken && policies.includes('for-svc-0') });
  assert.throws(() => survey(cluster, context), 'planted');
  assert.is(survey(cluster, context).evaluations.length, 20);
  assert.throws(() => survey(cluster, context), 'planted');
  broken = false;
  const { evaluations, unfinished } = survey(cluster, context);
  assert.equal([evaluations.length, unfinished], [40, false]);
});

test('an object is about what it names', () => {
  const topics = (object: KubeObject): readonly string[] => [...topicsOf(object)].sort();
  assert.equal(
    topics({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'cart-route', namespace: 'shop', annotations: { [generatedFrom]: 'cart-policy,bank/other' } },
      spec: {
        parentRefs: [{ group: 'core', kind: 'Service', name: 'cart', port: 80 }],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'cart', namespace: 'store' }] }],
      },
    }),
    ['bank/other', 'shop/cart', 'shop/cart-policy', 'shop/cart-route', 'store/cart'],
  );
  assert.equal(
    topics({
      apiVersion: 'linkerd.io/v1alpha2',
      kind: 'ServiceProfile',
      metadata: { name: 'cart.shop.svc.cluster.local', namespace: 'web' },
    }),
    ['shop/cart', 'web/cart', 'web/cart.shop.svc.cluster.local'],
  );
  assert.equal(topics(service('cart')), ['shop/cart', 'shop?app=cart']);
  assert.equal(
    topics({
      apiVersion: 'policy.linkerd.io/v1beta3',
      kind: 'Server',
      metadata: { name: 'in', namespace: 'shop' },
      spec: { podSelector: { matchLabels: { app: 'cart' } }, port: 80 },
    }),
    ['shop/in', 'shop?app=cart'],
  );
  assert.equal(topics({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }), ['/shop', 'shop/*']);
  assert.equal(topics({ apiVersion: 'mesh.example.com/v1', kind: 'Anything', metadata: { name: 'x', namespace: 'shop' } }), [
    'shop/*',
    'shop/x',
  ]);
  assert.equal(topics({ apiVersion: 'mesh.example.com/v1', kind: 'Anything', metadata: { name: 'x' } }), ['*', '/x']);
});

test.run();
