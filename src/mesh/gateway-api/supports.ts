import type { RenderOptions } from '../../model/options.ts';
import type { PolicyField } from '../../model/policy-field.ts';
import { native, type Support, type SupportTable } from '../backend.ts';

const none = (reason: string): Support => ({ level: 'none', reason });
const approximate = (how: string): Support => ({ level: 'approximate', how });

const noBreaker = none('it has no circuit breaker');
const noRateLimit = none('it has no rate limit');
const noBalancing = none('it leaves load balancing to the implementation');
const noBulkhead = none('it has no limits for connections and requests');
const noGrpcStatuses = none('the retries of a route see HTTP codes alone, and a gRPC call answers 200');

const experimental: SupportTable = {
  'circuitBreaker.failureThreshold': noBreaker,
  'circuitBreaker.baseEjectionTime': noBreaker,
  'circuitBreaker.maxEjectionTime': noBreaker,
  'circuitBreaker.maxEjectionPercent': noBreaker,
  'circuitBreaker.interval': noBreaker,
  'retry.maxAttempts': native,
  'retry.retryableStatusCodes': approximate('implementations retry failed connections too, whatever the codes'),
  'retry.retryTimeout': approximate(
    'timeouts.backendRequest gives a try up, but Istio, kgateway and others answer 504 then instead of repeating it',
  ),
  'retry.retryableGrpcCodes': noGrpcStatuses,
  'retry.methods': approximate('requests of other methods get the retries that the implementation makes unasked, where it makes any'),
  'timeout.requestTimeout': native,
  'timeout.responseTimeout': approximate(
    'timeouts.backendRequest limits a try from its start; the smaller one is written where retry.retryTimeout limits it too',
  ),
  'timeout.idleTimeout': none('it has no idle timeout'),
  'rateLimit.requestsPerSecond': noRateLimit,
  'rateLimit.perClientRequestsPerSecond': noRateLimit,
  'rateLimit.overrides': noRateLimit,
  'rateLimit.accessPolicy': noRateLimit,
  'loadBalancing.algorithm': noBalancing,
  'loadBalancing.consistentHash.header': noBalancing,
  'loadBalancing.consistentHash.cookie.name': noBalancing,
  'loadBalancing.consistentHash.cookie.path': noBalancing,
  'loadBalancing.consistentHash.cookie.ttl': noBalancing,
  'loadBalancing.consistentHash.sourceAddress': noBalancing,
  'bulkhead.maxConnections': noBulkhead,
  'bulkhead.maxPendingRequests': noBulkhead,
  'bulkhead.maxRequests': noBulkhead,
};

const notStandard = none('only the experimental channel has retry (--gateway-channel experimental, where the cluster has its CRDs)');

/** Without `retry` there is nothing to repeat a try, so that its own timeout would end the request: it goes too. */
const withoutRetry: Readonly<Partial<SupportTable>> = {
  'retry.maxAttempts': notStandard,
  'retry.retryableStatusCodes': notStandard,
  'retry.retryTimeout': notStandard,
  'retry.methods': notStandard,
} satisfies Partial<Record<PolicyField, Support>>;

const standard: SupportTable = { ...experimental, ...withoutRetry };

export function supports({ gatewayChannel }: RenderOptions): SupportTable {
  return gatewayChannel === 'experimental' ? experimental : standard;
}
