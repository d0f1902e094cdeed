/** One policy and what is said about it, for our validator and for the CRD. */
export interface PolicyCase {
  readonly name: string;
  /** YAML of `spec`. */
  readonly spec: string;
  /** Codes in the order in which they are reported, warnings too. */
  readonly codes: readonly string[];
  /** The field of each code's first place. */
  readonly at: readonly string[];
  /** What an API server that refuses unknown fields does with it. */
  readonly crd: 'accepts' | 'refuses';
}

const target = 'targetRef: {name: checkout}';

function good(name: string, ...spec: readonly string[]): PolicyCase {
  return { name, spec: [target, ...spec].join('\n'), codes: [], at: [], crd: 'accepts' };
}

/** `code field` for each finding. Errors are refused by the CRD too. */
function bad(name: string, spec: string, ...found: readonly string[]): PolicyCase {
  const [codes, at] = [found.map((text) => text.split(' ')[0] ?? ''), found.map((text) => text.split(' ')[1] ?? '')];
  return { name, spec: `${target}\n${spec}`, codes, at, crd: 'refuses' };
}

/** Only warnings, which a CRD cannot express. */
function warned(name: string, spec: string, ...found: readonly string[]): PolicyCase {
  return { ...bad(name, spec, ...found), crd: 'accepts' };
}

/** Without the usual target. */
function bare(found: PolicyCase): PolicyCase {
  return { ...found, spec: found.spec.slice(target.length + 1) };
}

const goodCases: readonly PolicyCase[] = [
  good(
    'the whole language',
    'circuitBreaker: {enabled: true, failureThreshold: 5, baseEjectionTime: 1s, maxEjectionTime: 1m, maxEjectionPercent: 50, interval: 10s}',
    'retry: {enabled: true, maxAttempts: 3, retryableStatusCodes: "5xx,429", retryableGrpcCodes: unavailable, retryTimeout: 1s, methods: [GET, HEAD]}',
    'timeout: {enabled: true, requestTimeout: 10s, responseTimeout: 5s, idleTimeout: 10s}',
    'rateLimit:',
    '  requestsPerSecond: 100',
    '  perClientRequestsPerSecond: 20',
    '  overrides: [{requestsPerSecond: 100, clients: [{serviceAccount: batch, namespace: jobs}, {serviceAccount: web.admin}]}]',
    '  accessPolicy: all-unauthenticated',
  ),
  bare(
    good('a target with namespace and port', 'targetRef: {name: checkout, namespace: shop, port: 65535}', 'timeout: {requestTimeout: 1s}'),
  ),
  good('durations of every form', 'timeout: {requestTimeout: 1h1m30.5s, responseTimeout: 1.5m, idleTimeout: 0.001s}'),
  good('the longest duration', 'timeout: {requestTimeout: 1000000h}'),
  good('decimals of whole milliseconds', 'timeout: {requestTimeout: 0.0001h, responseTimeout: 0.1230s, idleTimeout: 0.0002m5.0ms}'),
  good('equal times where equality is fine', 'circuitBreaker: {failureThreshold: 1, baseEjectionTime: 60s, maxEjectionTime: 1m}'),
  good('a response timeout equal to the request timeout', 'timeout: {requestTimeout: 60s, responseTimeout: 1m, idleTimeout: 60000ms}'),
  good(
    'status conditions with spaces and capitals',
    'retry: {maxAttempts: 1, methods: [GET], retryableStatusCodes: " 5XX, 429 ,Gateway-Error,500-504,100-599 "}',
  ),
  good('gRPC statuses in both spellings', 'retry: {maxAttempts: 1, methods: [GET], retryableGrpcCodes: "DEADLINE_EXCEEDED, unavailable"}'),
  good('all nine methods', 'retry: {maxAttempts: 1, methods: [GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, CONNECT]}'),
  good('the largest numbers', 'circuitBreaker: {failureThreshold: 2147483647}', 'rateLimit: {requestsPerSecond: 4294967295}'),
  good('no retries at all, which is something to ask for', 'retry: {enabled: false}'),
  good('an algorithm of load balancing', 'loadBalancing: {algorithm: LeastRequest}'),
  good('the hash of a header', 'loadBalancing: {consistentHash: {header: X-User, sourceAddress: false}}'),
  good('the hash of a cookie', 'loadBalancing: {consistentHash: {cookie: {name: session, path: /api, ttl: 0s}}}'),
  good('the hash of the client address', 'loadBalancing: {consistentHash: {sourceAddress: true}}'),
  good('a bulkhead', 'bulkhead: {maxConnections: 1, maxPendingRequests: 2147483647, maxRequests: 5}'),
  good(
    'load balancing that is off may name two ways',
    'timeout: {requestTimeout: 1s}',
    'loadBalancing: {enabled: false, algorithm: Random, consistentHash: {header: x, sourceAddress: true}}',
  ),
  good('a limit for each client alone', 'rateLimit: {perClientRequestsPerSecond: 5}'),
  good('overrides alone', 'rateLimit: {overrides: [{requestsPerSecond: 5, clients: [{serviceAccount: batch}]}]}'),
  good(
    'a section that is off may make no sense',
    'timeout: {requestTimeout: 1s}',
    'circuitBreaker: {enabled: false, baseEjectionTime: 2m, maxEjectionTime: 0s}',
    'retry: {enabled: false, retryTimeout: 5s}',
    'rateLimit: {enabled: false, requestsPerSecond: 1, perClientRequestsPerSecond: 5}',
  ),
  good(
    'a retry timeout beside timeouts that are off',
    'retry: {maxAttempts: 1, methods: [GET], retryTimeout: 5s}',
    'timeout: {enabled: false, requestTimeout: 1s}',
  ),
];

const warnedCases: readonly PolicyCase[] = [
  warned('zero retries', 'retry: {maxAttempts: 0}', 'RP2020 spec.retry.maxAttempts'),
  warned('no section', '', 'RP2022 spec'),
  warned('every section off', 'timeout: {enabled: false}', 'RP2022 spec'),
];

const schemaCases: readonly PolicyCase[] = [
  bare(bad('no target', 'timeout: {requestTimeout: 1s}', 'RP2001 spec')),
  bare(bad('a target without a name', 'targetRef: {namespace: shop}', 'RP2001 spec.targetRef')),
  bare(bad('a target name that no Service can have', 'targetRef: {name: Check_Out}', 'RP2001 spec.targetRef.name')),
  bare(bad('a target name of 64 characters', `targetRef: {name: ${'a'.repeat(64)}}`, 'RP2001 spec.targetRef.name')),
  bare(bad('an empty target namespace', 'targetRef: {name: checkout, namespace: ""}', 'RP2001 spec.targetRef.namespace')),
  bare(bad('port 0', 'targetRef: {name: checkout, port: 0}', 'RP2001 spec.targetRef.port')),
  bare(bad('port 65536', 'targetRef: {name: checkout, port: 65536}', 'RP2001 spec.targetRef.port')),
  bare(bad('a port by name', 'targetRef: {name: checkout, port: http}', 'RP2001 spec.targetRef.port')),
  bare(bad('an unknown field of the target', 'targetRef: {name: checkout, prot: 80}', 'RP2002 spec.targetRef.prot')),
  bad('a misspelt section', 'timeouts: {requestTimeout: 1s}', 'RP2002 spec.timeouts'),
  bad('a misspelt field', 'circuitBreaker: {failureTreshold: 5}', 'RP2002 spec.circuitBreaker.failureTreshold'),
  bad(
    'an unknown field of an override client',
    'rateLimit: {overrides: [{requestsPerSecond: 5, clients: [{serviceAccount: batch, kind: x}]}]}',
    'RP2002 spec.rateLimit.overrides[0].clients[0].kind',
  ),
  bad('a threshold of 0', 'circuitBreaker: {failureThreshold: 0}', 'RP2001 spec.circuitBreaker.failureThreshold'),
  bad('a threshold beyond 31 bits', 'circuitBreaker: {failureThreshold: 2147483648}', 'RP2001 spec.circuitBreaker.failureThreshold'),
  bad('a threshold that is no integer', 'circuitBreaker: {failureThreshold: 1.5}', 'RP2001 spec.circuitBreaker.failureThreshold'),
  bad(
    'more than a hundred per cent',
    'circuitBreaker: {failureThreshold: 1, maxEjectionPercent: 101}',
    'RP2001 spec.circuitBreaker.maxEjectionPercent',
  ),
  bad('a switch that is a string', 'circuitBreaker: {failureThreshold: 1, enabled: "true"}', 'RP2001 spec.circuitBreaker.enabled'),
  bad('a section that is a list', 'retry: []', 'RP2001 spec.retry'),
  bad('65,536 retries', 'retry: {maxAttempts: 65536, methods: [GET]}', 'RP2001 spec.retry.maxAttempts'),
  bad('a negative number of retries', 'retry: {maxAttempts: -1, methods: [GET]}', 'RP2001 spec.retry.maxAttempts'),
  bad(
    'a status list that is a number',
    'retry: {maxAttempts: 1, methods: [GET], retryableStatusCodes: 503}',
    'RP2001 spec.retry.retryableStatusCodes',
  ),
  bad('an algorithm in the spelling of Istio', 'loadBalancing: {algorithm: LEAST_REQUEST}', 'RP2001 spec.loadBalancing.algorithm'),
  bad(
    'a header that no request can have',
    'loadBalancing: {consistentHash: {header: "x user"}}',
    'RP2001 spec.loadBalancing.consistentHash.header',
  ),
  bad('a cookie without a name', 'loadBalancing: {consistentHash: {cookie: {path: /}}}', 'RP2001 spec.loadBalancing.consistentHash.cookie'),
  bad(
    'a path of a cookie that is relative',
    'loadBalancing: {consistentHash: {cookie: {name: a, path: api}}}',
    'RP2001 spec.loadBalancing.consistentHash.cookie.path',
  ),
  bad('no connections', 'bulkhead: {maxConnections: 0}', 'RP2001 spec.bulkhead.maxConnections'),
  bad('no methods', 'retry: {maxAttempts: 1, methods: []}', 'RP2001 spec.retry.methods'),
  bad('a method in lower case', 'retry: {maxAttempts: 1, methods: [get]}', 'RP2001 spec.retry.methods[0]'),
  bad('a method twice', 'retry: {maxAttempts: 1, methods: [GET, HEAD, GET]}', 'RP2001 spec.retry.methods[2]'),
  ...['1d', '5', '-5s', '5 s', '5S', '5sec', '1us', '""', '1.s', '.5s', '+5s', '1.12345s', '1,5s', '0'].map((text) =>
    bad(
      `the duration ${text}`,
      `timeout: {requestTimeout: ${/^-?\d+$|,/.test(text) ? JSON.stringify(text) : text}}`,
      'RP2001 spec.timeout.requestTimeout',
    ),
  ),
  bad('a duration that is a number', 'timeout: {requestTimeout: 5}', 'RP2001 spec.timeout.requestTimeout'),
  bad(
    'an access policy that Linkerd does not know',
    'rateLimit: {requestsPerSecond: 1, accessPolicy: allow}',
    'RP2001 spec.rateLimit.accessPolicy',
  ),
  bad('a rate of 0', 'rateLimit: {requestsPerSecond: 0}', 'RP2001 spec.rateLimit.requestsPerSecond'),
  bad('a rate beyond 32 bits', 'rateLimit: {requestsPerSecond: 4294967296}', 'RP2001 spec.rateLimit.requestsPerSecond'),
  bad('no overrides', 'rateLimit: {requestsPerSecond: 1, overrides: []}', 'RP2001 spec.rateLimit.overrides'),
  bad('an override without clients', 'rateLimit: {overrides: [{requestsPerSecond: 1}]}', 'RP2001 spec.rateLimit.overrides[0]'),
  bad(
    'several mistakes at once',
    'circuitBreaker: {failureThreshold: x}\nretry: {maxAttempts: many, methods: [GET]}',
    'RP2001 spec.circuitBreaker.failureThreshold',
    'RP2001 spec.retry.maxAttempts',
  ),
];

const statusList = (text: string): string => `retry: {maxAttempts: 1, methods: [GET], retryableStatusCodes: ${JSON.stringify(text)}}`;
const grpcList = (text: string): string => `retry: {maxAttempts: 1, methods: [GET], retryableGrpcCodes: ${JSON.stringify(text)}}`;

const ruleCases: readonly PolicyCase[] = [
  bad('half a millisecond', 'timeout: {requestTimeout: 1.5ms}', 'RP2010 spec.timeout.requestTimeout'),
  bad('a tenth of a millisecond in seconds', 'timeout: {requestTimeout: 1m0.0001s}', 'RP2010 spec.timeout.requestTimeout'),
  bad('halves that add up', 'timeout: {requestTimeout: 0.5ms0.5ms}', 'RP2010 spec.timeout.requestTimeout'),
  bad('more than a million hours', 'circuitBreaker: {failureThreshold: 1, interval: 1000000h1ms}', 'RP2010 spec.circuitBreaker.interval'),
  bad('more than Go can count', 'timeout: {requestTimeout: 9999999999h}', 'RP2010 spec.timeout.requestTimeout'),
  bad(
    'a fine duration in a section that is off',
    'timeout: {requestTimeout: 1s}\nretry: {enabled: false, retryTimeout: 0.1ms}',
    'RP2010 spec.retry.retryTimeout',
  ),
  bad('a request timeout of zero', 'timeout: {requestTimeout: 0s, responseTimeout: 1s}', 'RP2011 spec.timeout.requestTimeout'),
  bad(
    'an ejection time of zero',
    'circuitBreaker: {failureThreshold: 1, baseEjectionTime: 0h0m0s}',
    'RP2011 spec.circuitBreaker.baseEjectionTime',
  ),
  bad('a retry timeout of zero', 'retry: {maxAttempts: 1, methods: [GET], retryTimeout: 0ms}', 'RP2011 spec.retry.retryTimeout'),
  bad(
    'a retry timeout as long as the request timeout',
    'retry: {maxAttempts: 1, methods: [GET], retryTimeout: 10s}\ntimeout: {requestTimeout: 10000ms}',
    'RP2012 spec.retry.retryTimeout',
  ),
  bad(
    'a retry timeout longer than both others',
    'retry: {maxAttempts: 1, methods: [GET], retryTimeout: 11s}\ntimeout: {requestTimeout: 10s, responseTimeout: 5s}',
    'RP2012 spec.retry.retryTimeout',
    'RP2012 spec.retry.retryTimeout',
  ),
  ...[
    '',
    '5xx,',
    ',5xx',
    '4xx',
    '3',
    '99',
    '600',
    '504-500',
    '500 - 504',
    '500-600',
    'connect-failure',
    'retriable-4xx',
    '5xx;429',
    '5 xx',
    '٥٠٠',
  ].map((text) => bad(`the status conditions "${text}"`, statusList(text), 'RP2013 spec.retry.retryableStatusCodes')),
  ...['', 'unavailable,', 'unknown', 'aborted', 'ok', '14', 'DEADLINE EXCEEDED'].map((text) =>
    bad(`the gRPC statuses "${text}"`, grpcList(text), 'RP2015 spec.retry.retryableGrpcCodes'),
  ),
  bad(
    'ejection times the wrong way round',
    'circuitBreaker: {failureThreshold: 1, baseEjectionTime: 2m, maxEjectionTime: 60s}',
    'RP2016 spec.circuitBreaker.baseEjectionTime',
  ),
  bad(
    'a client limit above the total',
    'rateLimit: {requestsPerSecond: 10, perClientRequestsPerSecond: 11}',
    'RP2017 spec.rateLimit.perClientRequestsPerSecond',
  ),
  bad(
    'an override above the total',
    'rateLimit: {requestsPerSecond: 10, overrides: [{requestsPerSecond: 10, clients: [{serviceAccount: a}]}, {requestsPerSecond: 11, clients: [{serviceAccount: b}]}]}',
    'RP2017 spec.rateLimit.overrides[1].requestsPerSecond',
  ),
  bad('a breaker without a threshold', 'circuitBreaker: {enabled: true, baseEjectionTime: 1s}', 'RP2018 spec.circuitBreaker'),
  bad('retries without a number', 'retry: {methods: [GET]}', 'RP2018 spec.retry'),
  bad('a timeout section without a timeout', 'timeout: {}', 'RP2018 spec.timeout'),
  bad('a rate limit without a rate', 'rateLimit: {accessPolicy: deny}', 'RP2018 spec.rateLimit'),
  bad(
    'a response timeout longer than the request timeout',
    'timeout: {requestTimeout: 5s, responseTimeout: 5001ms}',
    'RP2021 spec.timeout.responseTimeout',
  ),
  bad(
    'an idle timeout longer than the request timeout',
    'timeout: {requestTimeout: 59s, idleTimeout: 1m}',
    'RP2021 spec.timeout.idleTimeout',
  ),
  bad('load balancing without a way', 'loadBalancing: {enabled: true}', 'RP2018 spec.loadBalancing'),
  bad('a hash of nothing', 'loadBalancing: {consistentHash: {sourceAddress: false}}', 'RP2018 spec.loadBalancing.consistentHash'),
  bad('a bulkhead without a bound', 'bulkhead: {}', 'RP2018 spec.bulkhead'),
  bad(
    'an algorithm beside a hash',
    'loadBalancing: {algorithm: Random, consistentHash: {header: x-user}}',
    'RP2023 spec.loadBalancing.consistentHash.header',
  ),
  bad(
    'a hash of three things',
    'loadBalancing: {consistentHash: {header: x-user, cookie: {name: a}, sourceAddress: true}}',
    'RP2023 spec.loadBalancing.consistentHash.cookie.name',
    'RP2023 spec.loadBalancing.consistentHash.sourceAddress',
  ),
];

export const policyCases: readonly PolicyCase[] = [...goodCases, ...warnedCases, ...schemaCases, ...ruleCases];
