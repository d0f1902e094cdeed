import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { coversHost, ruleNameOf } from '../../../src/mesh/shared/istio-host.ts';
import type { ServiceFacts } from '../../../src/model/service-plan.ts';

const service = (effectiveNamespace: string): ServiceFacts => {
  const identity = { apiVersion: 'v1', kind: 'Service', namespace: effectiveNamespace, name: 'web' };
  return {
    item: { identity, mentionsGroup: false },
    resource: { identity, object: {} },
    name: 'web',
    namespace: effectiveNamespace,
    effectiveNamespace,
    type: '',
    headless: false,
    selector: undefined,
    annotations: {},
    ports: [],
  };
};
const covers = (host: string, ruleNamespace: string, namespace = 'shop'): boolean =>
  coversHost(host, ruleNamespace, { service: service(namespace), clusterDomain: 'cluster.local' });

test('a short name means the namespace of the rule', () => {
  assert.ok(covers('web', 'shop'));
  assert.not(covers('web', 'blog'));
  assert.not(covers('api', 'shop'));
});

test('anything with a dot is taken as it stands', () => {
  assert.ok(covers('web.shop.svc.cluster.local', 'blog'));
  assert.not(covers('web.shop.svc.other.domain', 'shop'));
  assert.not(covers('web.shop', 'shop'));
  assert.not(covers('web.blog.svc.cluster.local', 'shop'));
});

test('a wildcard covers what ends like it', () => {
  for (const host of ['*', '*.local', '*.cluster.local', '*.shop.svc.cluster.local']) assert.ok(covers(host, 'istio-system'), host);
  for (const host of ['*.blog.svc.cluster.local', '*.example.com', '*.api.shop.svc.cluster.local']) assert.not(covers(host, 'shop'), host);
});

test('a Service whose namespace nobody knows may be in the one that a host names', () => {
  assert.ok(covers('web', '', ''));
  assert.not(covers('web', 'shop', ''));
  assert.ok(covers('web.shop.svc.cluster.local', 'shop', ''));
  assert.ok(covers('*.shop.svc.cluster.local', 'shop', ''));
  assert.ok(covers('*.local', 'istio-system', ''));
  assert.ok(covers('*', 'shop', ''));
  assert.not(covers('api.shop.svc.cluster.local', 'shop', ''));
  assert.not(covers('*.example.com', 'shop', ''));
});

test('rules have a name of their own, that always fits', () => {
  assert.is(ruleNameOf(service('shop')), 'web-resilience');
  assert.is(ruleNameOf({ ...service('shop'), name: 'w'.repeat(253) }).length, 253);
});

test.run();
