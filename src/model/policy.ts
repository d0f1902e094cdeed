import type { Milliseconds } from './duration.ts';
import type { FieldPath } from './place.ts';
import type { PolicyField } from './policy-field.ts';
import type { LoadBalancing, RateLimit } from './policy-spec.ts';
import type { Located } from './resource.ts';

/** What a policy asks for, in no mesh's words: values are parsed, a section that is switched off is absent. */
export interface Policy {
  readonly resource: Located;
  readonly name: string;
  /** '' where the policy names none. */
  readonly namespace: string;
  readonly target: PolicyTarget;
  /** The mesh that its annotation names; '' where none does. */
  readonly mesh: string;
  readonly circuitBreaker?: CircuitBreakerIntent;
  readonly retry?: RetryIntent;
  readonly timeout?: TimeoutIntent;
  readonly rateLimit?: RateLimitIntent;
  readonly loadBalancing?: LoadBalancingIntent;
  readonly bulkhead?: BulkheadIntent;
  /** `retry.enabled: false` or zero retries were written: no retries at all, also where the mesh retries unasked. An absent section leaves that to the mesh. */
  readonly retriesOff: boolean;
  /** The leaves that are set in enabled sections, in the order of `policyFields`. */
  readonly fields: readonly PolicyField[];
}

export interface PolicyTarget {
  readonly name: string;
  /** The policy's own where the target names none. */
  readonly namespace: string;
  /** A port of the Service; all HTTP ports when absent. */
  readonly port?: number;
}

export interface CircuitBreakerIntent {
  readonly failureThreshold: number;
  readonly baseEjectionTime?: Milliseconds;
  readonly maxEjectionTime?: Milliseconds;
  readonly maxEjectionPercent?: number;
  readonly interval?: Milliseconds;
}

export interface RetryIntent {
  /** Retries, not tries; at least 1. */
  readonly maxAttempts: number;
  /** `5xx`, `gateway-error`, `NNN`, `NNN-MMM`; the mesh chooses when absent. */
  readonly statusCodes?: readonly string[];
  /** Lower case, with hyphens; the mesh chooses when absent. */
  readonly grpcCodes?: readonly string[];
  readonly retryTimeout?: Milliseconds;
  /** All methods when absent. */
  readonly methods?: readonly string[];
}

export interface TimeoutIntent {
  readonly requestTimeout?: Milliseconds;
  readonly responseTimeout?: Milliseconds;
  readonly idleTimeout?: Milliseconds;
}

export interface RateLimitIntent {
  readonly requestsPerSecond?: number;
  readonly perClientRequestsPerSecond?: number;
  readonly overrides: readonly RateLimitOverrideIntent[];
  readonly accessPolicy?: AccessPolicy;
}

export type AccessPolicy = NonNullable<RateLimit['accessPolicy']>;

export interface RateLimitOverrideIntent {
  readonly requestsPerSecond: number;
  readonly clients: readonly { readonly serviceAccount: string; readonly namespace?: string }[];
}

export type Algorithm = NonNullable<LoadBalancing['algorithm']>;

/** How an endpoint is chosen: by an algorithm, or by a hash of something in the request. */
export type LoadBalancingIntent =
  | { readonly by: 'algorithm'; readonly algorithm: Algorithm }
  | { readonly by: 'header'; readonly name: string }
  | {
      readonly by: 'cookie';
      readonly name: string;
      readonly path?: string;
      /** 0: the cookie ends with the browser session. */
      readonly ttl: Milliseconds;
    }
  | { readonly by: 'sourceAddress' };

export interface BulkheadIntent {
  readonly maxConnections?: number;
  readonly maxPendingRequests?: number;
  readonly maxRequests?: number;
}

/** Where a field stands in a manifest: `retry.maxAttempts` → `spec`, `retry`, `maxAttempts`. */
export function fieldPath(field: PolicyField): FieldPath {
  return ['spec', ...field.split('.')];
}
