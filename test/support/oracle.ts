import * as assert from 'uvu/assert';
import type { RenderOptions } from '../../src/model/options.ts';
import type { PolicyModel } from './arbitraries-governance.ts';

/*
 * What Linkerd has to be told for a policy, worked out from its text alone (design §4, linkerd facts §1): nothing here
 * comes from src/mesh. Durations are numbers of milliseconds, lists of gRPC statuses are sorted.
 */

type Dialect = RenderOptions['annotations'];
export type Expected = Readonly<Record<string, string | number>>;
type Kind = 'HTTPRoute' | 'GRPCRoute';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Adds up `1m30s` or `1.5s`. */
function toMilliseconds(text: string): number {
  let total = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)(ms|[smh])/g)) total += Number(count) * (units[unit ?? ''] ?? Number.NaN);
  return Math.round(total);
}

const durationKeys = new Set([
  'balancer.linkerd.io/failure-accrual-consecutive-min-penalty',
  'balancer.linkerd.io/failure-accrual-consecutive-max-penalty',
  'retry.linkerd.io/timeout',
  'timeout.linkerd.io/request',
  'timeout.linkerd.io/response',
  'timeout.linkerd.io/idle',
]);

/** The annotations of an object below some prefixes in the form of the oracle; fails where Linkerd would not read a value. */
export function observe(annotations: Readonly<Record<string, unknown>>, prefix: RegExp): Expected {
  const entries = Object.entries(annotations).filter(([key]) => prefix.test(key));
  return Object.fromEntries(
    entries.map(([key, value]) => {
      assert.type(value, 'string', `${key} must be a string`);
      return [key, observeValue(key, String(value))];
    }),
  );
}

function observeValue(key: string, value: string): string | number {
  if (key === 'retry.linkerd.io/grpc') return value.split(',').sort().join(',');
  if (!durationKeys.has(key)) return value;
  const read = /^([1-9]\d*)(ms|s|m|h|d)$/.exec(value);
  assert.ok(read, `${key}: ${value} is not in Linkerd's grammar`);
  return Number(read?.[1]) * (units[read?.[2] ?? ''] ?? 0);
}

/** Entries whose value is there; durations are read. */
function entries(values: Readonly<Record<string, string | number | undefined>>): Expected {
  const set = Object.entries(values).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return Object.fromEntries(set.map(([key, value]) => [key, durationKeys.has(key) ? toMilliseconds(String(value)) : value]));
}

export function breakerFor({ sections, service }: PolicyModel, dialect: Dialect): Expected {
  const breaker = sections.circuitBreaker;
  if (breaker === undefined || breaker.enabled === false || !service.suitable) return {};
  const failures = String(breaker.failureThreshold);
  if (dialect === 'operator-v1')
    return { 'config.linkerd.io/failure-accrual': 'consecutive', 'config.linkerd.io/failure-accrual-consecutive-failures': failures };
  return entries({
    'balancer.linkerd.io/failure-accrual': 'consecutive',
    'balancer.linkerd.io/failure-accrual-consecutive-max-failures': failures,
    ...penaltiesFor(breaker.baseEjectionTime, breaker.maxEjectionTime),
  });
}

/** Linkerd drops a breaker whose minimum (1s unless set) is above its maximum (60s unless set): the one that is set moves the other. */
function penaltiesFor(base: string | undefined, max: string | undefined): Readonly<Record<string, string | undefined>> {
  const isBelow = max !== undefined && toMilliseconds(max) < 1_000;
  const isAbove = base !== undefined && toMilliseconds(base) > 60_000;
  return {
    'balancer.linkerd.io/failure-accrual-consecutive-min-penalty': base ?? (isBelow ? max : undefined),
    'balancer.linkerd.io/failure-accrual-consecutive-max-penalty': max ?? (isAbove ? base : undefined),
  };
}

/** What requests of the given methods are retried on; `methods` is undefined for a route that takes all of them. */
export function retryFor({ sections }: PolicyModel, kind: Kind, dialect: Dialect): Expected {
  const { retry } = sections;
  if (retry === undefined || retry.enabled === false || !retry.maxAttempts) return {};
  const limit = String(retry.maxAttempts);
  const timeout = retry.retryTimeout;
  const http = listOf(retry.retryableStatusCodes ?? '5xx').join(',');
  if (dialect === 'operator-v1')
    return entries({ 'retry.linkerd.io/http': limit, 'retry.linkerd.io/http-status-codes': http, 'retry.linkerd.io/timeout': timeout });
  if (kind === 'HTTPRoute')
    return entries({ 'retry.linkerd.io/http': http, 'retry.linkerd.io/limit': limit, 'retry.linkerd.io/timeout': timeout });
  const grpc = grpcFor(retry.retryableGrpcCodes, retry.retryableStatusCodes);
  if (grpc.length === 0) return {};
  return entries({ 'retry.linkerd.io/grpc': grpc.join(','), 'retry.linkerd.io/limit': limit, 'retry.linkerd.io/timeout': timeout });
}

/** gRPC statuses as they are asked for, else what HTTP codes stand for: 429 and 5xx have a counterpart, others none. */
function grpcFor(grpc: string | undefined, http: string | undefined): readonly string[] {
  if (grpc !== undefined)
    return listOf(grpc)
      .map((item) => item.replaceAll('_', '-'))
      .sort();
  if (http === undefined) return ['unavailable'];
  const covers = (code: number): boolean => listOf(http).some((item) => coversCode(item, code));
  const any5xx = Array.from({ length: 100 }, (_, i) => 500 + i).some(covers);
  return [...(any5xx ? ['internal', 'unavailable'] : []), ...(covers(429) ? ['resource-exhausted'] : [])].sort();
}

function coversCode(item: string, code: number): boolean {
  if (item === '5xx') return code >= 500;
  if (item === 'gateway-error') return code >= 502 && code <= 504;
  const [from = 0, to = from] = item.split('-').map(Number);
  return from <= code && code <= to;
}

function listOf(text: string): readonly string[] {
  return [...new Set(text.split(',').map((item) => item.trim().toLowerCase()))];
}

/** The operator design document has no key for idle. */
export function timeoutFor({ sections }: PolicyModel, dialect: Dialect): Expected {
  const { timeout } = sections;
  if (timeout === undefined || timeout.enabled === false) return {};
  return entries({
    'timeout.linkerd.io/request': timeout.requestTimeout,
    'timeout.linkerd.io/response': timeout.responseTimeout,
    'timeout.linkerd.io/idle': dialect === 'operator-v1' ? undefined : timeout.idleTimeout,
  });
}

/** The methods that generated routes limit retries to on a port; undefined where one route serves all. */
export function methodsFor({ sections }: PolicyModel, kind: Kind, dialect: Dialect): readonly string[] | undefined {
  return kind === 'HTTPRoute' && dialect === 'upstream' && Object.keys(retryFor({ sections } as PolicyModel, kind, dialect)).length > 0
    ? sections.retry?.methods
    : undefined;
}

/** gRPC calls are POST requests: methods without POST leave nothing to retry. */
export function isRetriedOn(policy: PolicyModel, kind: Kind): boolean {
  const methods = policy.sections.retry?.methods;
  return kind === 'HTTPRoute' || methods === undefined || methods.includes('POST');
}
