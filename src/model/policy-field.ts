// Generated from schemas/resilience-policy.schema.json by build/generate.ts; edit the schema instead.

/** Every leaf of a policy that a mesh has to answer for (design §2), in the order of the schema. */
export const policyFields = [
  'circuitBreaker.failureThreshold',
  'circuitBreaker.baseEjectionTime',
  'circuitBreaker.maxEjectionTime',
  'circuitBreaker.maxEjectionPercent',
  'circuitBreaker.interval',
  'retry.maxAttempts',
  'retry.retryableStatusCodes',
  'retry.retryTimeout',
  'retry.retryableGrpcCodes',
  'retry.methods',
  'timeout.requestTimeout',
  'timeout.responseTimeout',
  'timeout.idleTimeout',
  'rateLimit.requestsPerSecond',
  'rateLimit.perClientRequestsPerSecond',
  'rateLimit.overrides',
  'rateLimit.accessPolicy',
  'loadBalancing.algorithm',
  'loadBalancing.consistentHash.header',
  'loadBalancing.consistentHash.cookie.name',
  'loadBalancing.consistentHash.cookie.path',
  'loadBalancing.consistentHash.cookie.ttl',
  'loadBalancing.consistentHash.sourceAddress',
  'bulkhead.maxConnections',
  'bulkhead.maxPendingRequests',
  'bulkhead.maxRequests',
] as const;

/** `<section>.<path>`. A new field of the schema does not compile until every mesh answers for it. */
export type PolicyField = (typeof policyFields)[number];
