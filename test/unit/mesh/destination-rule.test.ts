import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isOurDestinationRule, renderDestinationRule } from '../../../src/mesh/shared/destination-rule.ts';
import { defaultOptions } from '../../../src/model/options.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { type KubeObject, stringAt } from '../../../src/model/resource.ts';
import type { ServiceFacts, ServicePlan } from '../../../src/model/service-plan.ts';

const identity = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' };
const service: ServiceFacts = {
  item: { identity, mentionsGroup: false },
  resource: { identity, object: {} },
  name: 'web',
  namespace: 'shop',
  effectiveNamespace: 'shop',
  type: '',
  headless: false,
  selector: undefined,
  annotations: {},
  ports: [],
};

function policy(name: string, asked: Partial<Policy>): Policy {
  const resource = { identity: { ...identity, kind: 'ResiliencePolicy', name }, object: {} };
  return {
    resource,
    name,
    namespace: 'shop',
    target: { name: 'web', namespace: 'shop' },
    mesh: '',
    retriesOff: false,
    fields: [],
    ...asked,
  };
}

/** A plan whose policies govern one port each, from 80 on. */
function plan(policies: readonly Policy[], more: Partial<ServiceFacts> = {}): ServicePlan {
  const ports = policies.map((each, i) => ({
    port: { port: 80 + i, name: 'http', protocol: 'TCP', targetPort: 80 + i },
    protocol: 'http' as const,
    policy: each,
    named: false,
    ownRoutes: [],
  }));
  return { service: { ...service, ...more }, ports, policies };
}

const context = { options: defaultOptions };
const specOf = (given: ServicePlan): unknown => renderDestinationRule(given, context)?.object['spec'];

test('policies that ask for nothing of it get none', () => {
  assert.is(renderDestinationRule(plan([policy('a', { timeout: { requestTimeout: 1000 } })]), context), undefined);
});

test('each port that asks for something has settings of its own, in one rule', () => {
  const breaker = policy('a', { circuitBreaker: { failureThreshold: 5, interval: 1500, baseEjectionTime: 60_000 } });
  const nothing = policy('b', { retriesOff: true });
  const rest = policy('c', {
    bulkhead: { maxConnections: 3, maxPendingRequests: 4, maxRequests: 5 },
    timeout: { idleTimeout: 90_000 },
    loadBalancing: { by: 'header', name: 'x-user' },
  });
  const rule = renderDestinationRule(plan([breaker, nothing, rest]), context);
  assert.equal(
    rule?.policies.map(({ name }) => name),
    ['a', 'c'],
  );
  assert.equal(rule?.object, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web-resilience', namespace: 'shop' },
    spec: {
      host: 'web.shop.svc.cluster.local',
      trafficPolicy: {
        portLevelSettings: [
          {
            port: { number: 80 },
            outlierDetection: { consecutive5xxErrors: 5, interval: '1500ms', baseEjectionTime: '1m', maxEjectionPercent: 100 },
          },
          {
            port: { number: 82 },
            connectionPool: {
              http: { http1MaxPendingRequests: 4, http2MaxRequests: 5, idleTimeout: '90s' },
              tcp: { maxConnections: 3 },
            },
            loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } },
          },
        ],
      },
    },
  });
});

test('a Service without a namespace is named by its short name, in a rule without one', () => {
  const rule = renderDestinationRule(plan([policy('a', { bulkhead: { maxRequests: 5 } })], { namespace: '' }), context);
  assert.equal(rule?.object['metadata'], { name: 'web-resilience' });
  assert.is(stringAt(rule?.object, ['spec', 'host']), 'web');
});

test('a headless Service has connections, and no choice of endpoints', () => {
  const asked = { circuitBreaker: { failureThreshold: 5 }, loadBalancing: { by: 'sourceAddress' } } as const;
  assert.is(specOf(plan([policy('a', asked)], { headless: true })), undefined);
  assert.equal(specOf(plan([policy('a', { ...asked, bulkhead: { maxRequests: 5 } })], { headless: true })), {
    host: 'web.shop.svc.cluster.local',
    trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, connectionPool: { http: { http2MaxRequests: 5 } } }] },
  });
});

const ways: readonly Partial<Policy>[] = [
  { circuitBreaker: { failureThreshold: 1, maxEjectionPercent: 30 } },
  { circuitBreaker: { failureThreshold: 1, interval: 1, baseEjectionTime: 7_200_000 } },
  { bulkhead: { maxConnections: 1 } },
  { bulkhead: { maxPendingRequests: 1 }, timeout: { idleTimeout: 5 } },
  { loadBalancing: { by: 'algorithm', algorithm: 'LeastRequest' } },
  { loadBalancing: { by: 'cookie', name: 'sid', ttl: 0 } },
  { loadBalancing: { by: 'cookie', name: 'sid', path: '/', ttl: 60_000 } },
  { loadBalancing: { by: 'sourceAddress' } },
];

test('whatever is written is known again, whatever its host', () => {
  for (const way of ways) {
    const object = renderDestinationRule(plan([policy('a', way)]), context)?.object ?? {};
    assert.ok(isOurDestinationRule(object), JSON.stringify(object));
    assert.ok(isOurDestinationRule({ ...object, spec: { ...(object['spec'] as KubeObject), host: 'staging-web.shop' } }));
  }
});

test('what nobody writes here is not taken for ours', () => {
  const entry = { port: { number: 80 }, outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 100 } };
  const rule = (settings: KubeObject, more: KubeObject = {}, traffic: KubeObject = {}): KubeObject => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web-resilience' },
    spec: { host: 'web', trafficPolicy: { portLevelSettings: [settings], ...traffic }, ...more },
  });
  assert.ok(isOurDestinationRule(rule(entry)));
  assert.not(isOurDestinationRule({ ...rule(entry), kind: 'VirtualService' }));
  assert.not(isOurDestinationRule({ ...rule(entry), apiVersion: 'example.com/v1' }));
  assert.not(isOurDestinationRule(rule(entry, { exportTo: ['.'] })));
  assert.not(isOurDestinationRule(rule(entry, { subsets: [{ name: 'v1' }] })));
  assert.not(isOurDestinationRule(rule(entry, {}, { tls: { mode: 'ISTIO_MUTUAL' } })));
  assert.not(isOurDestinationRule(rule({ ...entry, tls: { mode: 'ISTIO_MUTUAL' } })));
  assert.not(isOurDestinationRule(rule({ ...entry, loadBalancer: { simple: 'PASSTHROUGH' } })));
  assert.not(isOurDestinationRule(rule({ ...entry, loadBalancer: { consistentHash: { httpHeaderName: 'a', useSourceIp: true } } })));
  assert.not(isOurDestinationRule(rule({ ...entry, outlierDetection: { consecutive5xxErrors: 5 } })));
  assert.not(isOurDestinationRule(rule({ ...entry, outlierDetection: { consecutiveGatewayErrors: 5, maxEjectionPercent: 10 } })));
  assert.not(isOurDestinationRule({ ...rule(entry), spec: { host: 'web', trafficPolicy: { portLevelSettings: [] } } }));
});

test.run();
