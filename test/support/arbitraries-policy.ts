import fc from 'fast-check';
import type { Bulkhead, CircuitBreaker, LoadBalancing, RateLimit, Retry, Timeout } from '../../src/model/policy-spec.ts';

/** The sections of a policy: valid by themselves, with an order of durations that leaves room to change each one by a millisecond. */
export interface Sections {
  readonly circuitBreaker?: CircuitBreaker | undefined;
  readonly retry?: Retry | undefined;
  readonly timeout?: Timeout | undefined;
  readonly rateLimit?: RateLimit | undefined;
  readonly loadBalancing?: LoadBalancing | undefined;
  readonly bulkhead?: Bulkhead | undefined;
}

/** Absent in one of `freq` + 1 cases. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: freq, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) });
const span = fc.oneof(
  fc.integer({ min: 2, max: 9_999 }),
  fc.integer({ min: 1, max: 600 }).map((seconds) => seconds * 1_000),
  fc.constantFrom(60_000, 90_000, 3_600_000, 86_400_000),
);
const spelling = fc.nat({ max: 3 });

/** The same time in one of the spellings that people use. */
export function spell(milliseconds: number, how: number): string {
  if (how === 1) return `${(milliseconds / 1_000).toFixed(3).replace(/[.]?0+$/, '')}s`;
  if (how === 0) return `${milliseconds}ms`;
  const [h, m, s, ms] = [
    Math.floor(milliseconds / 3_600_000),
    Math.floor(milliseconds / 60_000) % 60,
    Math.floor(milliseconds / 1_000) % 60,
    milliseconds % 1_000,
  ];
  const groups = [[h, 'h'] as const, [m, 'm'] as const, [s, 's'] as const, [ms, 'ms'] as const].filter(([count]) => count > 0);
  return (how === 2 ? groups : [...groups].reverse()).map(([count, unit]) => `${count}${unit}`).join('');
}

const enabled = fc.constantFrom(true, true, undefined, undefined, false);

/** Drops what is undefined: an absent field, not a null. */
function compact<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

const breaker = fc
  .record({
    enabled,
    failureThreshold: fc.integer({ min: 1, max: 50 }),
    base: maybe(span, 1),
    max: maybe(span, 1),
    percent: maybe(fc.integer({ min: 1, max: 99 }), 2),
    interval: maybe(span, 2),
    spelling,
  })
  .map(({ enabled: on, failureThreshold, base, max, percent, interval, spelling: how }) =>
    compact({
      enabled: on,
      failureThreshold,
      baseEjectionTime: base === undefined ? undefined : spell(base, how),
      maxEjectionTime: max === undefined ? undefined : spell((base ?? 0) + max, how),
      maxEjectionPercent: percent,
      interval: interval === undefined ? undefined : spell(interval, how),
    }),
  ) as fc.Arbitrary<CircuitBreaker>;

const codes = fc.constantFrom(
  '5xx',
  '5xx,429',
  '5XX, 429',
  'gateway-error',
  '503',
  '500-504, 429',
  ' 502 ,503',
  '404,5xx',
  '409',
  '400-599',
);
const grpcCodes = fc.constantFrom(
  'unavailable',
  'UNAVAILABLE, DEADLINE_EXCEEDED',
  'cancelled,internal',
  'resource-exhausted',
  'Internal , internal,unavailable',
);
const methods = fc.subarray(['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'DELETE'] as const, { minLength: 1 });

interface Times {
  readonly retryTimeout: number;
  readonly responseMore: number;
  readonly requestMore: number;
  readonly idle: number;
}

const retry = fc.record({
  enabled,
  maxAttempts: fc.constantFrom(1, 2, 3, 10, 65, 0),
  codes: maybe(codes, 2),
  grpc: maybe(grpcCodes, 1),
  methods: maybe(methods, 1),
  limited: fc.boolean(),
});
const timeout = fc.record({ enabled, request: fc.boolean(), response: fc.boolean(), idle: fc.boolean() });

const limit = fc
  .record({
    enabled,
    total: maybe(fc.integer({ min: 100, max: 5_000 }), 4),
    perClient: maybe(fc.integer({ min: 2, max: 50 }), 1),
    overrides: fc.array(
      fc.record({
        requestsPerSecond: fc.integer({ min: 2, max: 100 }),
        account: fc.constantFrom('api', 'y', '0123', 'front-end'),
        namespace: maybe(fc.constantFrom('shop', '123'), 1),
      }),
      { maxLength: 2 },
    ),
    accessPolicy: fc.constantFrom(
      'all-unauthenticated',
      'all-authenticated',
      'cluster-authenticated',
      'cluster-unauthenticated',
      'audit',
      'deny',
    ),
  })
  .map(({ enabled: on, total, perClient, overrides, accessPolicy }) => {
    const list = overrides.map(({ requestsPerSecond, account, namespace }) => ({
      requestsPerSecond,
      clients: [compact({ serviceAccount: account, namespace })],
    }));
    const none = total === undefined && perClient === undefined && list.length === 0;
    return compact({
      enabled: on,
      requestsPerSecond: none ? 100 : total,
      perClientRequestsPerSecond: perClient,
      overrides: list.length === 0 ? undefined : list,
      accessPolicy,
    });
  }) as fc.Arbitrary<RateLimit>;

const cookie = fc
  .record({ name: fc.constantFrom('session', '__Host-id'), path: maybe(fc.constantFrom('/', '/api'), 1), ttl: maybe(span, 1), spelling })
  .map(({ name, path, ttl, spelling: how }) => compact({ name, path, ttl: ttl === undefined ? undefined : spell(ttl, how) }));
const balancing = fc
  .tuple(
    enabled,
    fc.oneof(
      fc.constantFrom('RoundRobin', 'LeastRequest', 'Random').map((algorithm) => ({ algorithm })),
      fc.constantFrom('x-user', 'X-Tenant').map((header) => ({ consistentHash: { header } })),
      cookie.map((each) => ({ consistentHash: { cookie: each } })),
      fc.constant({ consistentHash: { sourceAddress: true } }),
    ),
  )
  .map(([on, way]) => compact({ enabled: on, ...way })) as fc.Arbitrary<LoadBalancing>;

const count = maybe(fc.integer({ min: 1, max: 1_000 }), 2);
const bulkhead = fc
  .record({ enabled, maxConnections: fc.integer({ min: 1, max: 1_000 }), maxPendingRequests: count, maxRequests: count })
  .map(compact) as fc.Arbitrary<Bulkhead>;

const times: fc.Arbitrary<Times> = fc.record({ retryTimeout: span, responseMore: span, requestMore: span, idle: span });

export const sections: fc.Arbitrary<Sections> = fc
  .record({
    circuitBreaker: maybe(breaker, 3),
    retry: maybe(retry, 3),
    timeout: maybe(timeout, 3),
    rateLimit: maybe(limit, 1),
    loadBalancing: maybe(balancing, 1),
    bulkhead: maybe(bulkhead, 1),
    times,
    spelling,
  })
  .map(({ circuitBreaker, retry: again, timeout: limits, rateLimit, loadBalancing, bulkhead: bounds, times: at, spelling: how }) => {
    const response = at.retryTimeout + at.responseMore;
    const request = response + at.requestMore;
    const noneAsked = limits !== undefined && !limits.request && !limits.response && !limits.idle;
    return compact({
      circuitBreaker,
      retry:
        again &&
        compact({
          enabled: again.enabled,
          maxAttempts: again.maxAttempts,
          retryableStatusCodes: again.codes,
          retryTimeout: again.limited ? spell(at.retryTimeout, how) : undefined,
          retryableGrpcCodes: again.grpc,
          methods: again.methods,
        }),
      timeout:
        limits &&
        compact({
          enabled: limits.enabled,
          requestTimeout: limits.request || noneAsked ? spell(request, how) : undefined,
          responseTimeout: limits.response ? spell(response, how) : undefined,
          idleTimeout: limits.idle ? spell(Math.min(at.idle, request), how) : undefined,
        }),
      rateLimit,
      loadBalancing,
      bulkhead: bounds,
    }) as Sections;
  });
