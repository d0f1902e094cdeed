import { native, type Support, type SupportTable } from '../backend.ts';

const noRateLimit: Support = {
  level: 'none',
  reason: 'it has no API for rate limits (an EnvoyFilter would be raw configuration of Envoy)',
};

const table: SupportTable = {
  'circuitBreaker.failureThreshold': native,
  'circuitBreaker.baseEjectionTime': native,
  'circuitBreaker.maxEjectionTime': {
    level: 'none',
    reason: 'it has no field for it, and Envoy stops at 300s, or at baseEjectionTime where that is longer',
  },
  'circuitBreaker.maxEjectionPercent': native,
  'circuitBreaker.interval': native,
  'retry.maxAttempts': native,
  'retry.retryableStatusCodes': native,
  'retry.retryTimeout': native,
  'retry.retryableGrpcCodes': native,
  'retry.methods': native,
  'timeout.requestTimeout': native,
  'timeout.responseTimeout': {
    level: 'approximate',
    how: 'it limits each try (perTryTimeout), or the whole request where nothing is retried; of two such limits the shorter one holds',
  },
  'timeout.idleTimeout': {
    level: 'approximate',
    how: 'it closes connections to the Service that carry no request for that time; a stream that is silent stays open',
  },
  'rateLimit.requestsPerSecond': noRateLimit,
  'rateLimit.perClientRequestsPerSecond': noRateLimit,
  'rateLimit.overrides': noRateLimit,
  'rateLimit.accessPolicy': noRateLimit,
  'loadBalancing.algorithm': native,
  'loadBalancing.consistentHash.header': native,
  'loadBalancing.consistentHash.cookie.name': native,
  'loadBalancing.consistentHash.cookie.path': native,
  'loadBalancing.consistentHash.cookie.ttl': native,
  'loadBalancing.consistentHash.sourceAddress': native,
  'bulkhead.maxConnections': native,
  'bulkhead.maxPendingRequests': native,
  'bulkhead.maxRequests': native,
};

export function supports(): SupportTable {
  return table;
}
