import { type Milliseconds, parseDuration } from '../model/duration.ts';
import { exactList } from '../model/exact-list.ts';
import { meshOfPolicy } from '../model/group.ts';
import {
  type BulkheadIntent,
  type CircuitBreakerIntent,
  fieldPath,
  type LoadBalancingIntent,
  type Policy,
  type RateLimitIntent,
  type RetryIntent,
  type TimeoutIntent,
} from '../model/policy.ts';
import { type PolicyField, policyFields } from '../model/policy-field.ts';
import type { Bulkhead, CircuitBreaker, LoadBalancing, RateLimit, Retry, Timeout } from '../model/policy-spec.ts';
import { locatedOf, type Resource, stringAt, valueAt } from '../model/resource.ts';
import { parseGrpcConditions, parseStatusConditions, type RetryConditions } from '../model/retry-conditions.ts';
import type { Subject } from './rules/rule.ts';
import type { EnabledSections } from './sections.ts';

/** A spec that has passed its schema and every rule, without what is switched off and with its values parsed. */
export function parsePolicy({ resource, spec, on: enabled }: Subject): Policy {
  const { name, namespace } = resource.identity;
  const { targetRef } = spec;
  // Zero retries ask for nothing, and meshes disagree about writing them (RP2020 has said so).
  const on: EnabledSections = enabled.retry?.maxAttempts === 0 ? { ...enabled, retry: undefined } : enabled;
  return {
    resource: locatedOf(resource),
    name,
    namespace,
    target: {
      name: targetRef.name,
      namespace: targetRef.namespace ?? namespace,
      ...(targetRef.port !== undefined && { port: targetRef.port }),
    },
    mesh: stringAt(resource.object, ['metadata', 'annotations', meshOfPolicy]),
    ...(on.circuitBreaker && { circuitBreaker: parseCircuitBreaker(on.circuitBreaker) }),
    ...(on.retry && { retry: parseRetry(on.retry) }),
    ...(on.timeout && { timeout: parseTimeout(on.timeout) }),
    ...(on.rateLimit && { rateLimit: parseRateLimit(on.rateLimit) }),
    ...(on.loadBalancing && { loadBalancing: parseLoadBalancing(on.loadBalancing) }),
    ...(on.bulkhead && { bulkhead: withoutEnabled(on.bulkhead) }),
    retriesOff: spec.retry?.enabled === false || enabled.retry?.maxAttempts === 0,
    fields: exactList(policyFields.filter((field) => isSet(on, field, resource))),
  };
}

/** In an enabled section, with a value; `sourceAddress: false` is the same as absent. */
function isSet(on: EnabledSections, field: PolicyField, { object }: Resource): boolean {
  const [section] = field.split('.') as [keyof EnabledSections];
  const value = on[section] === undefined ? undefined : valueAt(object, fieldPath(field));
  return value !== undefined && (value !== false || field !== 'loadBalancing.consistentHash.sourceAddress');
}

function parseCircuitBreaker(section: CircuitBreaker): CircuitBreakerIntent {
  return {
    failureThreshold: certain(section.failureThreshold),
    ...(section.baseEjectionTime !== undefined && { baseEjectionTime: milliseconds(section.baseEjectionTime) }),
    ...(section.maxEjectionTime !== undefined && { maxEjectionTime: milliseconds(section.maxEjectionTime) }),
    ...(section.maxEjectionPercent !== undefined && { maxEjectionPercent: section.maxEjectionPercent }),
    ...(section.interval !== undefined && { interval: milliseconds(section.interval) }),
  };
}

function parseRetry(section: Retry): RetryIntent {
  return {
    maxAttempts: certain(section.maxAttempts),
    ...(section.retryableStatusCodes !== undefined && { statusCodes: items(parseStatusConditions(section.retryableStatusCodes)) }),
    ...(section.retryableGrpcCodes !== undefined && { grpcCodes: items(parseGrpcConditions(section.retryableGrpcCodes)) }),
    ...(section.retryTimeout !== undefined && { retryTimeout: milliseconds(section.retryTimeout) }),
    ...(section.methods !== undefined && { methods: section.methods }),
  };
}

function parseTimeout(section: Timeout): TimeoutIntent {
  return {
    ...(section.requestTimeout !== undefined && { requestTimeout: milliseconds(section.requestTimeout) }),
    ...(section.responseTimeout !== undefined && { responseTimeout: milliseconds(section.responseTimeout) }),
    ...(section.idleTimeout !== undefined && { idleTimeout: milliseconds(section.idleTimeout) }),
  };
}

function parseRateLimit(section: RateLimit): RateLimitIntent {
  const { requestsPerSecond, perClientRequestsPerSecond, overrides = [], accessPolicy } = section;
  return {
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(perClientRequestsPerSecond !== undefined && { perClientRequestsPerSecond }),
    overrides,
    ...(accessPolicy !== undefined && { accessPolicy }),
  };
}

function parseLoadBalancing({ algorithm, consistentHash }: LoadBalancing): LoadBalancingIntent {
  if (algorithm !== undefined) return { by: 'algorithm', algorithm };
  const { header, cookie, sourceAddress } = certain(consistentHash);
  if (header !== undefined) return { by: 'header', name: header };
  if (sourceAddress === true) return { by: 'sourceAddress' };
  const { name, path, ttl } = certain(cookie);
  return { by: 'cookie', name, ...(path !== undefined && { path }), ttl: ttl === undefined ? 0 : milliseconds(ttl) };
}

function withoutEnabled({ enabled: _, ...limits }: Bulkhead): BulkheadIntent {
  return limits;
}

function milliseconds(text: string): Milliseconds {
  return certain(parseDuration(text));
}

function items(parsed: RetryConditions): readonly string[] {
  return certain(parsed.ok ? parsed.items : undefined);
}

/** The rules have reported everything that could be missing here, so this is our own bug (RP9001), not the user's. */
function certain<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('parsePolicy was called with a policy that its rules refuse');
  return value;
}
