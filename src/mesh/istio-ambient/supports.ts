import type { RenderOptions } from '../../model/options.ts';
import { native, type Support, type SupportTable } from '../backend.ts';

const none = (reason: string): Support => ({ level: 'none', reason });
const approximate = (how: string): Support => ({ level: 'approximate', how });

const noRateLimit = none('it has no API for rate limits (an EnvoyFilter would be raw configuration of Envoy)');

const experimental: SupportTable = {
  'circuitBreaker.failureThreshold': native,
  'circuitBreaker.baseEjectionTime': native,
  'circuitBreaker.maxEjectionTime': none('it has no field for it, and Envoy stops at 300s, or at baseEjectionTime where that is longer'),
  'circuitBreaker.maxEjectionPercent': native,
  'circuitBreaker.interval': native,
  'retry.maxAttempts': native,
  'retry.retryableStatusCodes': approximate('Istio retries failed connections and refused streams too, whatever the codes'),
  'retry.retryTimeout': approximate('a try is given up (timeouts.backendRequest), but Istio answers 504 then instead of repeating it'),
  'retry.retryableGrpcCodes': approximate(
    'Istio retries cancelled and unavailable for every route with retry, both where one of them is asked for',
  ),
  'retry.methods': approximate('requests of other methods get the two retries that Istio makes unasked'),
  'timeout.requestTimeout': native,
  'timeout.responseTimeout': approximate(
    'timeouts.backendRequest limits a try from its start, or the whole request where nothing is retried; of two such limits the shorter one holds',
  ),
  'timeout.idleTimeout': approximate(
    'it closes connections to the Service that carry no request for that time; a stream that is silent stays open',
  ),
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
  'bulkhead.maxConnections': approximate('each waypoint proxy keeps the limit, for all clients together'),
  'bulkhead.maxPendingRequests': approximate('each waypoint proxy keeps the limit, for all clients together'),
  'bulkhead.maxRequests': approximate('each waypoint proxy keeps the limit, for all clients together'),
};

const notStandard = none('only the experimental channel has retry (--gateway-channel experimental, where the cluster has its CRDs)');

/** Without `retry` there is nothing to repeat a try, so that its own timeout would end the request: it goes too. */
const standard: SupportTable = {
  ...experimental,
  'retry.maxAttempts': notStandard,
  'retry.retryableStatusCodes': notStandard,
  'retry.retryTimeout': notStandard,
  'retry.retryableGrpcCodes': notStandard,
  'retry.methods': notStandard,
};

/** Retries are written into HTTPRoutes, whose definition in the cluster is of one channel or the other. */
export function supports({ gatewayChannel }: RenderOptions): SupportTable {
  return gatewayChannel === 'experimental' ? experimental : standard;
}
