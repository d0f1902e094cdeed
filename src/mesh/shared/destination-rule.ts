import { formatDuration } from '../../model/duration.ts';
import { istioGroup } from '../../model/kinds.ts';
import type { Algorithm, BulkheadIntent, CircuitBreakerIntent, LoadBalancingIntent, Policy } from '../../model/policy.ts';
import { groupOf, type KubeObject, type ObjectValue, stringAt, valueAt } from '../../model/resource.ts';
import type { ServicePlan } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';
import { hostOf, ruleNameOf } from './istio-host.ts';
import { hasShape, isCount, isDuration, isExactly, isOneOf, isText, type Shape } from './spec-shape.ts';

const algorithms: Readonly<Record<Algorithm, string>> = { RoundRobin: 'ROUND_ROBIN', LeastRequest: 'LEAST_REQUEST', Random: 'RANDOM' };

/**
 * One DestinationRule for the host of a Service, over all its policies, since Istio keeps the trafficPolicy of one rule alone
 * (meshes facts §0, §6). Undefined where no policy asks for anything of it.
 */
export function renderDestinationRule({ service, ports }: ServicePlan, { options }: Pick<MeshContext, 'options'>): Generating | undefined {
  const settings = ports.flatMap(({ port, policy }) => {
    const values = settingsOf(policy, service.headless);
    return Object.keys(values).length === 0 ? [] : [{ policy, entry: { port: { number: port.port }, ...values } }];
  });
  if (settings.length === 0) return undefined;
  const object: KubeObject = {
    apiVersion: `${istioGroup}/v1`,
    kind: 'DestinationRule',
    metadata: { name: ruleNameOf(service), ...(service.namespace === '' ? {} : { namespace: service.namespace }) },
    // Only settings of ports: those of the whole host would act on ports that no policy governs.
    spec: { host: hostOf(service, options), trafficPolicy: { portLevelSettings: settings.map(({ entry }) => entry) } },
  };
  return { object, policies: [...new Set(settings.map(({ policy }) => policy))] };
}

/** A port inherits nothing, so that every setting is repeated (meshes facts §3). A headless Service has no balancer (headless.ts). */
function settingsOf({ circuitBreaker, bulkhead, timeout, loadBalancing }: Policy, headless: boolean): ObjectValue {
  const pool = poolOf(bulkhead, timeout?.idleTimeout);
  return {
    ...(Object.keys(pool).length === 0 ? {} : { connectionPool: pool }),
    ...(loadBalancing === undefined || headless ? {} : { loadBalancer: balancerOf(loadBalancing) }),
    ...(circuitBreaker === undefined || headless ? {} : { outlierDetection: outliersOf(circuitBreaker) }),
  };
}

function poolOf(bulkhead: BulkheadIntent | undefined, idleTimeout: number | undefined): ObjectValue {
  const { maxConnections, maxPendingRequests, maxRequests } = bulkhead ?? {};
  const http = {
    ...(maxPendingRequests === undefined ? {} : { http1MaxPendingRequests: maxPendingRequests }),
    // For HTTP/1.1 too, whatever its name says.
    ...(maxRequests === undefined ? {} : { http2MaxRequests: maxRequests }),
    ...(idleTimeout === undefined ? {} : { idleTimeout: formatDuration(idleTimeout) }),
  };
  return {
    ...(Object.keys(http).length === 0 ? {} : { http }),
    ...(maxConnections === undefined ? {} : { tcp: { maxConnections } }),
  };
}

function balancerOf(balancing: LoadBalancingIntent): ObjectValue {
  switch (balancing.by) {
    case 'algorithm':
      return { simple: algorithms[balancing.algorithm] };
    case 'header':
      return { consistentHash: { httpHeaderName: balancing.name } };
    case 'cookie': {
      const { name, path, ttl } = balancing;
      // Without a ttl, Envoy sets no cookie at all; 0s is one that ends with the browser session.
      return { consistentHash: { httpCookie: { name, ...(path === undefined ? {} : { path }), ttl: formatDuration(ttl) } } };
    }
    case 'sourceAddress':
      return { consistentHash: { useSourceIp: true } };
  }
}

/** Istio's maxEjectionPercent is 10, with which fewer than ten endpoints never lose one: it is always written (meshes facts §2.3). */
function outliersOf({ failureThreshold, interval, baseEjectionTime, maxEjectionPercent }: CircuitBreakerIntent): ObjectValue {
  return {
    consecutive5xxErrors: failureThreshold,
    ...(interval === undefined ? {} : { interval: formatDuration(interval) }),
    ...(baseEjectionTime === undefined ? {} : { baseEjectionTime: formatDuration(baseEjectionTime) }),
    maxEjectionPercent: maxEjectionPercent ?? 100,
  };
}

const balancerShapes: readonly Shape[] = [
  { required: { simple: isOneOf(...Object.values(algorithms)) } },
  { required: { consistentHash: { required: { httpHeaderName: isText } } } },
  {
    required: {
      consistentHash: { required: { httpCookie: { required: { name: isText, ttl: isDuration }, optional: { path: isText } } } },
    },
  },
  { required: { consistentHash: { required: { useSourceIp: isExactly(true) } } } },
];

const entryShape: Shape = {
  required: { port: { required: { number: isCount(1) } } },
  optional: {
    connectionPool: {
      required: {},
      optional: {
        http: {
          required: {},
          optional: { http1MaxPendingRequests: isCount(1), http2MaxRequests: isCount(1), idleTimeout: isDuration },
        },
        tcp: { required: { maxConnections: isCount(1) } },
      },
    },
    loadBalancer: (value) => balancerShapes.some((shape) => hasShape(value, shape)),
    outlierDetection: {
      required: { consecutive5xxErrors: isCount(1), maxEjectionPercent: isCount(1) },
      optional: { interval: isDuration, baseEjectionTime: isDuration },
    },
  },
};

const specShape: Shape = {
  required: { host: isText, trafficPolicy: { required: { portLevelSettings: { each: entryShape, atLeast: 1 } } } },
};

/** Whether an object is a DestinationRule that `renderDestinationRule` writes, whatever the names and numbers in it. */
export function isOurDestinationRule(object: KubeObject): boolean {
  const isRule = groupOf(stringAt(object, ['apiVersion'])) === istioGroup && stringAt(object, ['kind']) === 'DestinationRule';
  return isRule && hasShape(valueAt(object, ['spec']), specShape);
}
