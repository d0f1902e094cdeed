import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isOurVirtualService } from '../../../src/mesh/istio/own-virtual-service.ts';
import type { KubeObject, Value } from '../../../src/model/resource.ts';

const route = (host = 'web', port = 80): readonly KubeObject[] => [{ destination: { host, port: { number: port } } }];
const whole: KubeObject = { match: [{ port: 80 }], route: route(), timeout: '4s' };
const methods: KubeObject = {
  match: ['GET', 'HEAD'].map((method) => ({ method: { exact: method }, port: 80 })),
  retries: { attempts: 2, perTryTimeout: '500ms', retryOn: '5xx,429' },
  route: route(),
};
const rest: KubeObject = { match: [{ port: 80 }], retries: { attempts: 0 }, route: route() };

function isOurs(rules: readonly Value[], more: KubeObject = {}): boolean {
  return isOurVirtualService({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web-resilience' },
    spec: { hosts: ['web'], http: rules, ...more },
  });
}

test('rules for a port, with methods and without', () => {
  assert.ok(isOurs([whole]));
  assert.ok(isOurs([methods, rest]));
  assert.ok(isOurs([methods, rest, { match: [{ port: 81 }], route: route('web', 81), timeout: '1h' }]));
});

test('the host may be another, for the whole of it', () => {
  const there = { ...whole, route: route('web.prod.svc.cluster.local') };
  assert.ok(isOurs([there], { hosts: ['web.prod.svc.cluster.local'] }));
  assert.not(isOurs([there]));
  assert.not(isOurs([whole], { hosts: ['web', 'api'] }));
});

test('what was added by hand is noticed', () => {
  const edits: readonly KubeObject[] = [
    { ...whole, headers: { request: { set: { a: 'b' } } } },
    { ...whole, name: 'main' },
    { ...whole, match: [{ port: 80, uri: { prefix: '/api' } }] },
    { ...whole, match: [{ port: 80, method: { regex: 'GET' } }] },
    { ...whole, match: [{ port: 80 }, { port: 81 }] },
    { ...whole, match: [{ port: 81 }] },
    { ...whole, route: [...route(), ...route()] },
    { ...whole, route: [{ destination: { host: 'web', port: { number: 80 }, subset: 'v2' } }] },
    { ...whole, route: [{ destination: { host: 'web', port: { number: 80 } }, weight: 100 }] },
    { ...whole, retries: { attempts: 0, retryOn: '5xx' } },
    { ...whole, retries: { attempts: 2 } },
    { ...whole, timeout: '1m30s' },
    { match: [{ port: 80 }], route: route() },
  ];
  for (const edit of edits) assert.not(isOurs([edit]), JSON.stringify(edit));
  assert.not(isOurs([whole], { gateways: ['mesh'] }));
  assert.not(isOurs([]));
});

test.run();
