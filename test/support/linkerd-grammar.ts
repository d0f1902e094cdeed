/*
 * What Linkerd's policy controller reads from annotations, as a model of its own (linkerd facts §1, §1.1, §1.2): nothing
 * here comes from src. test/golden-schemas.test.ts holds it against the measured rows and every golden against it.
 */

const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds; undefined where Linkerd refuses the text. Trimmed, one integer and one unit, or a bare 0. */
export function readDuration(text: string): number | undefined {
  const found = /^\+?([0-9]+)(ms|s|m|h|d)$/.exec(text.trim());
  if (found === null) return text.trim() === '0' ? 0 : undefined;
  return Number(found[1]) * (unitMilliseconds[found[2] ?? ''] ?? Number.NaN);
}

/** A comma list without spaces of `5xx`, `gateway-error`, `NNN` and `NNN-MMM`. */
export function readsHttpConditions(text: string): boolean {
  return text.split(',').every((item) => {
    if (/^(?:5xx|gateway-error)$/i.test(item)) return true;
    const range = /^([0-9]{3})(?:-([0-9]{3}))?$/.exec(item);
    if (range === null) return false;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    return from >= 100 && from <= to && to <= 599;
  });
}

/** A comma list without spaces of the five statuses, with hyphens. */
export function readsGrpcConditions(text: string): boolean {
  return text.split(',').every((item) => /^(?:cancelled|deadline-exceeded|internal|resource-exhausted|unavailable)$/i.test(item));
}

type Check = (value: string) => boolean;

const isDuration: Check = (value) => readDuration(value) !== undefined;
/** Zero is read, and is a deadline that has passed. */
const isTimeout: Check = (value) => (readDuration(value) ?? 0) > 0;
const isCount =
  (largest: number): Check =>
  (value) =>
    /^[0-9]+$/.test(value) && Number(value) >= 1 && Number(value) <= largest;

const breaker: Readonly<Record<string, Check>> = {
  'balancer.linkerd.io/failure-accrual': (value) => value === 'consecutive',
  'balancer.linkerd.io/failure-accrual-consecutive-max-failures': isCount(4_294_967_295),
  'balancer.linkerd.io/failure-accrual-consecutive-min-penalty': isDuration,
  'balancer.linkerd.io/failure-accrual-consecutive-max-penalty': isTimeout,
};
const shared: Readonly<Record<string, Check>> = {
  'retry.linkerd.io/limit': isCount(65_535),
  'retry.linkerd.io/timeout': isTimeout,
  'timeout.linkerd.io/request': isTimeout,
  'timeout.linkerd.io/response': isTimeout,
  'timeout.linkerd.io/idle': isTimeout,
};
const http: Readonly<Record<string, Check>> = { 'retry.linkerd.io/http': readsHttpConditions };
const grpc: Readonly<Record<string, Check>> = { 'retry.linkerd.io/grpc': readsGrpcConditions };

/** The keys that act on each kind; any other below the three prefixes is ignored without a word. */
const readOn: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  Service: { ...breaker, ...http, ...grpc, ...shared },
  HTTPRoute: { ...http, ...shared },
  GRPCRoute: { ...grpc, ...shared },
};

/** What Linkerd would refuse, ignore or do differently on an object of a kind; empty when it enforces everything that is written. */
export function findGrammarProblems(kind: string, annotations: Readonly<Record<string, unknown>>): readonly string[] {
  const ours = Object.entries(annotations).filter(([key]) =>
    /^(?:config[.]linkerd[.]io\/failure-accrual|(?:balancer|retry|timeout)[.]linkerd[.]io\/)/.test(key),
  );
  const wrong = ours.flatMap(([key, value]) => {
    const check = readOn[kind]?.[key];
    if (check === undefined) return [`${key} is not read on a ${kind}`];
    if (typeof value !== 'string') return [`${key} is no string`];
    return check(value) ? [] : [`${key}: ${value}`];
  });
  const values = Object.fromEntries(ours.map(([key, value]) => [key, String(value)]));
  return [...wrong, ...findGroupProblems(values)];
}

/** Rules between keys (linkerd facts §1, §1.3). */
function findGroupProblems(values: Readonly<Record<string, string>>): readonly string[] {
  const time = (key: string): number | undefined => (values[key] === undefined ? undefined : readDuration(values[key]));
  const isOver = (a: number | undefined, b: number | undefined): boolean => a !== undefined && b !== undefined && a > b;
  const retry = time('retry.linkerd.io/timeout');
  const request = time('timeout.linkerd.io/request');
  const response = time('timeout.linkerd.io/response');
  const penalty = (name: string): number | undefined => time(`balancer.linkerd.io/failure-accrual-consecutive-${name}-penalty`);
  const hasConditions = values['retry.linkerd.io/http'] !== undefined || values['retry.linkerd.io/grpc'] !== undefined;
  const hasRetries = Object.keys(values).some((key) => key.startsWith('retry.linkerd.io/'));
  const hasBreaker = Object.keys(values).some((key) => key.startsWith('balancer.linkerd.io/'));
  return [
    // Where one is not set, Linkerd's own holds.
    ...(hasBreaker && isOver(penalty('min') ?? 1_000, penalty('max') ?? 60_000)
      ? ['the first penalty is above the largest: no breaker']
      : []),
    ...(hasBreaker && values['balancer.linkerd.io/failure-accrual'] === undefined ? ['penalties without a breaker'] : []),
    ...(hasRetries && !hasConditions ? ['a limit or timeout without conditions retries no status'] : []),
    ...(retry !== undefined && [request, response].some((limit) => limit !== undefined && retry >= limit)
      ? ['a try lasts as long as the request']
      : []),
    ...(isOver(response, request) ? ['the response timeout is never reached'] : []),
  ];
}
