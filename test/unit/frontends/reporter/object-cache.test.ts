import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createObjectCache } from '../../../../src/frontends/reporter/watch/object-cache.ts';
import type { KubeObject } from '../../../../src/model/resource.ts';

const service = (name: string, resourceVersion: string, port = 80): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop', resourceVersion },
  spec: { ports: [{ port }] },
});

test('an object that is told again stays the same one', () => {
  const cache = createObjectCache((object) => object);
  assert.is(cache.put(service('cart', '1')), true);
  const [first] = cache.objects();
  assert.is(cache.put(service('cart', '1')), false);
  assert.ok([...cache.objects()][0] === first);
  assert.is(cache.replace([service('cart', '1')]), false);
  assert.ok([...cache.objects()][0] === first);
});

test('a new version of the same content is kept, and is no change', () => {
  const cache = createObjectCache((object) => object);
  cache.put(service('cart', '1'));
  assert.is(cache.put(service('cart', '2')), false);
  assert.equal([...cache.objects()], [service('cart', '2')]);
});

test('a list with other content counts, even under a version that was known', () => {
  const cache = createObjectCache((object) => object);
  cache.replace([service('cart', '1'), service('checkout', '1')]);
  assert.is(cache.replace([service('cart', '1', 81)]), true);
  assert.equal([...cache.objects()], [service('cart', '1', 81)]);
});

test.run();
