import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultOptions, type RenderOptions } from '../../../src/model/options.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import { fromText } from '../../../src/model/source.ts';
import { evaluateByNamespace, type OptionsByNamespace } from '../../../src/status/evaluate-by-namespace.ts';
import { type Evaluation, evaluatePolicies } from '../../../src/status/evaluate-policies.ts';
import { createLiveInventory } from '../../../src/status/live-inventory.ts';
import { trimObject } from '../../../src/status/trim-object.ts';
import { answerAll, at, breaker, messageOf, policy, service, summary, timeout } from '../../support/live-cluster.ts';
import { objectsOf, renderFiles } from '../../support/rendered.ts';

const operator: RenderOptions = { ...defaultOptions, annotations: 'operator-v1' };
const context = { options: defaultOptions, now: at(0), graceSeconds: 300, unwatchable: [] };

function into(namespace: string, object: KubeObject): KubeObject {
  return { ...object, metadata: { ...(object['metadata'] as ObjectValue), namespace } };
}

/** A namespace as its own pipe has rendered it. */
function rendered(namespace: string, options: RenderOptions): readonly KubeObject[] {
  const objects = [service('web'), policy('p', { ...breaker, ...timeout })].map((object) => into(namespace, object));
  const { ok, text } = renderFiles([fromText('in.yaml', objects.map((object) => JSON.stringify(object)).join('\n---\n'))], options);
  assert.ok(ok);
  return answerAll([...objectsOf(text).filter(({ kind }) => kind !== 'ResiliencePolicy'), ...objects.slice(1)]);
}

function look(objects: readonly KubeObject[], byNamespace: OptionsByNamespace): ReadonlyMap<string, Evaluation> {
  const found = evaluateByNamespace(createLiveInventory(objects.map(trimObject)), context, byNamespace);
  return new Map(found.map((each) => [`${each.policy.namespace}/${each.policy.name}`, each]));
}

const cluster = [...rendered('shop', operator), ...rendered('bank', defaultOptions)];

test('each namespace is compared with its own options', () => {
  const same = look(cluster, new Map());
  assert.match(summary(same.get('shop/p')), 'Reconciling');
  const own = look(cluster, new Map([['shop', operator]]));
  // What no release of Linkerd reads is judged only when the cluster is exactly as asked.
  assert.match(summary(own.get('shop/p')), 'NotVerifiable');
  assert.match(summary(own.get('bank/p')), 'Ready=True/Applied');
  assert.match(summary(look(cluster, new Map([['bank', operator]])).get('bank/p')), 'Reconciling');
});

test('a conflict between namespaces is decided by age, whatever their options', () => {
  const rival = into('bank', policy('rival', { ...timeout, targetRef: { name: 'web', namespace: 'shop' } }, { creationTimestamp: at(10) }));
  const options = { ...defaultOptions, allowCrossNamespace: true };
  const shop = { ...operator, allowCrossNamespace: true };
  const found = evaluateByNamespace(
    createLiveInventory([...cluster, rival].map(trimObject)),
    { ...context, options },
    new Map([['shop', shop]]),
  );
  const of = new Map(found.map((each) => [`${each.policy.namespace}/${each.policy.name}`, each]));
  assert.match(summary(of.get('shop/p')), 'NotVerifiable');
  assert.match(summary(of.get('bank/rival')), 'Conflicted');
  assert.match(messageOf(of.get('bank/rival')), 'shop/p');
});

test('every policy is looked at once, and namespaces with equal options are as one', () => {
  const choice = fc.constantFrom(undefined, defaultOptions, operator);
  const namespaces = ['shop', 'bank', 'toys'];
  const objects = namespaces.flatMap((namespace, i) => rendered(namespace, i === 0 ? operator : defaultOptions));
  const inventory = createLiveInventory(objects.map(trimObject));
  const whole = new Map([defaultOptions, operator].map((options) => [options, evaluatePolicies(inventory, { ...context, options })]));
  fc.assert(
    fc.property(fc.tuple(choice, choice, choice), (choices) => {
      const given = namespaces.flatMap((namespace, i): [string, RenderOptions][] =>
        choices[i] === undefined ? [] : [[namespace, choices[i]]],
      );
      const found = evaluateByNamespace(inventory, context, new Map(given));
      assert.equal(found.map(({ policy: { namespace } }) => namespace).sort(), [...namespaces].sort());
      for (const each of found) {
        const i = namespaces.indexOf(each.policy.namespace);
        const same = whole.get(choices[i] ?? defaultOptions)?.find(({ policy: { namespace } }) => namespace === each.policy.namespace);
        assert.equal(each, same);
      }
    }),
  );
});

test.run();
