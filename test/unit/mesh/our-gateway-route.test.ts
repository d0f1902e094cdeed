import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isOurGatewayRoute } from '../../../src/mesh/shared/our-gateway-route.ts';
import { type RouteDraft, renderRoute } from '../../../src/mesh/shared/route.ts';
import type { KubeObject } from '../../../src/model/resource.ts';

const draft: RouteDraft = {
  kind: 'HTTPRoute',
  version: 'v1',
  name: 'orders-retry',
  namespace: 'shop',
  annotations: {},
  service: 'orders',
  port: 80,
  methods: ['GET', 'HEAD'],
  retry: { attempts: 3, codes: [429, 503] },
  timeouts: { backendRequest: '1500ms', request: '2m3s457ms' },
};

/** A route with one thing said otherwise, as somebody might edit it. */
function edited(change: (rule: Record<string, unknown>, spec: Record<string, unknown>) => void): KubeObject {
  const copy = JSON.parse(JSON.stringify(renderRoute(draft))) as { spec: Record<string, unknown> & { rules: [Record<string, unknown>] } };
  change(copy.spec.rules[0], copy.spec);
  return copy as unknown as KubeObject;
}

test('what is written is recognised: whole, in parts, renamed, moved', () => {
  assert.ok(isOurGatewayRoute(renderRoute(draft)));
  for (const part of ['methods', 'retry', 'timeouts'] as const) assert.ok(isOurGatewayRoute(renderRoute({ ...draft, [part]: undefined })));
  assert.ok(isOurGatewayRoute(renderRoute({ ...draft, retry: { attempts: 4 } })));
  assert.ok(isOurGatewayRoute(renderRoute({ ...draft, service: 'dev-orders', port: 8080, timeouts: { request: '1h' } })));
  assert.ok(
    isOurGatewayRoute(
      edited((rule, spec) => {
        for (const list of [rule['backendRefs'], spec['parentRefs']]) Object.assign((list as object[])[0] as object, { namespace: 'dev' });
      }),
    ),
  );
});

const edits: readonly (readonly [name: string, object: KubeObject])[] = [
  ['a duration in another spelling', edited((rule) => Object.assign(rule['timeouts'] as object, { request: '123457ms' }))],
  ['a duration that is switched off', edited((rule) => Object.assign(rule['timeouts'] as object, { backendRequest: '0s' }))],
  ['empty timeouts', edited((rule) => Object.assign(rule, { timeouts: {} }))],
  ['codes in another order', edited((rule) => Object.assign(rule['retry'] as object, { codes: [503, 429] }))],
  ['a code without a name', edited((rule) => Object.assign(rule['retry'] as object, { codes: [429, 499] }))],
  ['no attempts', edited((rule) => Object.assign(rule['retry'] as object, { attempts: 0 }))],
  ['a pause between tries', edited((rule) => Object.assign(rule['retry'] as object, { backoff: '1s' }))],
  ['a filter', edited((rule) => Object.assign(rule, { filters: [] }))],
  ['a path', edited((rule) => Object.assign(rule, { matches: [{ path: { type: 'PathPrefix', value: '/api' } }] }))],
  ['another weight', edited((rule) => Object.assign((rule['backendRefs'] as object[])[0] as object, { weight: 2 }))],
  ['a second rule', edited((rule, spec) => (spec['rules'] as object[]).push(rule))],
  ['another parent', edited((_, spec) => (spec['parentRefs'] as object[]).push({ name: 'public' }))],
  ['another kind', { ...renderRoute(draft), kind: 'GRPCRoute' }],
  ['another group', { ...renderRoute(draft), apiVersion: 'policy.linkerd.io/v1beta3' }],
];

for (const [name, object] of edits) test(`not ours: ${name}`, () => assert.not(isOurGatewayRoute(object)));

test.run();
