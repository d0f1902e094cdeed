import { type Milliseconds, parseDuration } from '../model/duration.ts';
import type { CircuitBreakerIntent, Policy, RateLimitIntent, RetryIntent, TimeoutIntent } from '../model/policy.ts';
import { policyFields } from '../model/policy-field.ts';
import type { CircuitBreaker, RateLimit, Retry, Timeout } from '../model/policy-spec.ts';
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
    resource,
    name,
    namespace,
    target: {
      name: targetRef.name,
      namespace: targetRef.namespace ?? namespace,
      ...(targetRef.port !== undefined && { port: targetRef.port }),
    },
    ...(on.circuitBreaker && { circuitBreaker: parseCircuitBreaker(on.circuitBreaker) }),
    ...(on.retry && { retry: parseRetry(on.retry) }),
    ...(on.timeout && { timeout: parseTimeout(on.timeout) }),
    ...(on.rateLimit && { rateLimit: parseRateLimit(on.rateLimit) }),
    fields: leaves.filter(([, section, leaf]) => isSet(on[section], leaf)).map(([field]) => field),
  };
}

const leaves = policyFields.map((field) => [field, ...(field.split('.') as [keyof EnabledSections, string])] as const);

function isSet(section: object | undefined, leaf: string): boolean {
  return section !== undefined && Object.hasOwn(section, leaf);
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
