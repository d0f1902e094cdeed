import type { RenderOptions } from '../../model/options.ts';
import { native, type Support, type SupportTable } from '../backend.ts';

const noPool: Support = { level: 'none', reason: 'its breaker acts on each endpoint alone and has no pool-wide limit' };
const noInterval: Support = { level: 'none', reason: 'it counts consecutive failures and has no interval' };

const noChoice: Support = { level: 'none', reason: 'it always prefers the endpoint with the lowest moving average of latency' };
const noBulkhead: Support = { level: 'none', reason: 'its proxies have no setting for the number of connections and requests' };

const upstream: SupportTable = {
  'circuitBreaker.failureThreshold': native,
  'circuitBreaker.baseEjectionTime': native,
  'circuitBreaker.maxEjectionTime': native,
  'circuitBreaker.maxEjectionPercent': noPool,
  'circuitBreaker.interval': noInterval,
  'retry.maxAttempts': native,
  'retry.retryableStatusCodes': native,
  'retry.retryTimeout': native,
  'retry.retryableGrpcCodes': native,
  'retry.methods': native,
  'timeout.requestTimeout': native,
  'timeout.responseTimeout': native,
  'timeout.idleTimeout': native,
  'rateLimit.requestsPerSecond': native,
  'rateLimit.perClientRequestsPerSecond': native,
  'rateLimit.overrides': native,
  'rateLimit.accessPolicy': native,
  'loadBalancing.algorithm': noChoice,
  'loadBalancing.consistentHash.header': noChoice,
  'loadBalancing.consistentHash.cookie.name': noChoice,
  'loadBalancing.consistentHash.cookie.path': noChoice,
  'loadBalancing.consistentHash.cookie.ttl': noChoice,
  'loadBalancing.consistentHash.sourceAddress': noChoice,
  'bulkhead.maxConnections': noBulkhead,
  'bulkhead.maxPendingRequests': noBulkhead,
  'bulkhead.maxRequests': noBulkhead,
};

const notInTable: Support = { level: 'none', reason: 'the annotations of operator-v1 have no key for it' };

/** The operator design document names keys for these leaves only. */
const operatorV1: SupportTable = {
  ...upstream,
  'circuitBreaker.baseEjectionTime': notInTable,
  'circuitBreaker.maxEjectionTime': notInTable,
  'retry.retryableGrpcCodes': notInTable,
  'retry.methods': notInTable,
  'timeout.idleTimeout': notInTable,
};

export function supports({ annotations }: RenderOptions): SupportTable {
  return annotations === 'operator-v1' ? operatorV1 : upstream;
}
