import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createSharing } from '../../../../src/frontends/reporter/watch/share-values.ts';
import { type KubeObject, valueAt } from '../../../../src/model/resource.ts';

const route = (name: string, extra: object = {}): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace: 'shop' },
  spec: { parentRefs: [{ name }], rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], ...extra }] },
});

test('what objects have in common is kept once, and nothing reads differently', () => {
  const share = createSharing();
  const [cart, checkout] = [share(route('cart')), share(route('checkout'))];
  assert.equal([cart, checkout], [route('cart'), route('checkout')]);
  const rules = ['spec', 'rules'];
  assert.ok(valueAt(cart, rules) === valueAt(checkout, rules));
  assert.not.ok(valueAt(cart, ['spec']) === valueAt(checkout, ['spec']));
  assert.not.ok(valueAt(cart, ['metadata']) === valueAt(share(route('cart')), ['metadata']));
});

test('a text that looks like a part stays a text', () => {
  const share = createSharing();
  const looksLike = route('cart', { note: '{"name":"cart"}', pair: [['a'], '["a"]', 1, null, true] });
  assert.equal(share(looksLike), looksLike);
  assert.equal(share(looksLike), looksLike);
});

test('what has not been met for long is not kept for ever', () => {
  const share = createSharing();
  const parents = (name: string): unknown => valueAt(share(route(name)), ['spec', 'parentRefs']);
  const first = parents('cart');
  assert.ok(parents('cart') === first);
  for (let i = 0; i < 10_000; i++) share(route(`cart-${i}`));
  assert.not.ok(parents('cart') === first);
});

test.run();
