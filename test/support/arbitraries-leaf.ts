import type { PolicyModel } from './arbitraries-governance.ts';
import { type Sections, spell } from './arbitraries-policy.ts';

/** One leaf of a policy with another valid value. */
export interface LeafChange {
  readonly leaf: string;
  readonly policy: PolicyModel;
}

type Value = string | number | boolean | object;
type Change = (value: never) => readonly Value[];

const others =
  <T extends Value>(values: readonly T[]): Change =>
  (value) =>
    values.filter((each) => JSON.stringify(each) !== JSON.stringify(value));
const shift =
  (by: number): Change =>
  (value: number) => [value + by];
/** A duration is read by hand: what is changed must not depend on the parser that is tested. */
const later =
  (by: number): Change =>
  (text: string) => {
    let total = by;
    for (const [, count, unit] of text.matchAll(/([\d.]+)(ms|[smh])/g))
      total += Number(count) * ({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit ?? ''] ?? 0);
    return [spell(Math.round(total), 0)];
  };

/** Every leaf of the schema below the sections, and how it changes without leaving what is valid (arbitraries-policy.ts keeps room). */
const changes: Readonly<Record<keyof Sections, Readonly<Record<string, Change>>>> = {
  circuitBreaker: {
    enabled: () => [false],
    failureThreshold: shift(1),
    baseEjectionTime: later(-1),
    maxEjectionTime: later(1),
    maxEjectionPercent: shift(1),
    interval: later(1),
  },
  retry: {
    enabled: () => [false],
    maxAttempts: shift(1),
    retryableStatusCodes: others(['429', '503', '400-599']),
    retryTimeout: later(-1),
    retryableGrpcCodes: others(['cancelled', 'deadline-exceeded,cancelled']),
    methods: others([['GET'], ['POST'], ['GET', 'POST']]),
  },
  timeout: { enabled: () => [false], requestTimeout: later(1), responseTimeout: later(-1), idleTimeout: later(-1) },
  rateLimit: {
    enabled: () => [false],
    requestsPerSecond: shift(1),
    perClientRequestsPerSecond: shift(-1),
    overrides: (list: readonly { readonly requestsPerSecond: number }[]) => [
      list.map((each, i) => (i === 0 ? { ...each, requestsPerSecond: each.requestsPerSecond - 1 } : each)),
      list.slice(1),
    ],
    accessPolicy: others(['audit', 'all-authenticated']),
  },
  loadBalancing: {
    enabled: () => [false],
    algorithm: others(['RoundRobin', 'Random']),
    consistentHash: others<object>([{ header: 'x-other' }, { cookie: { name: 'other' } }, { cookie: { name: 'session', ttl: '77s' } }]),
  },
  bulkhead: { enabled: () => [false], maxConnections: shift(1), maxPendingRequests: shift(1), maxRequests: shift(1) },
};

/** The changes of one leaf that a policy takes. What is switched off has no leaves: it is the same as absent. */
export function leafChanges(policy: PolicyModel, all: readonly PolicyModel[]): readonly LeafChange[] {
  const beside = all.filter((other) => other !== policy && other.service === policy.service);
  const inSections = (Object.keys(changes) as (keyof Sections)[]).flatMap((name) => {
    const section = policy.sections[name] as Readonly<Record<string, Value>> | undefined;
    if (section === undefined || section['enabled'] === false) return [];
    // Two breakers on one Service have to be the same.
    if (name === 'circuitBreaker' && beside.some(({ sections }) => sections.circuitBreaker !== undefined)) return [];
    const asksNothing = name === 'retry' && section['maxAttempts'] === 0;
    const leaves = Object.keys(section).filter((leaf) => !asksNothing || leaf === 'maxAttempts');
    return leaves.flatMap((leaf) => {
      const values = changes[name][leaf]?.(section[leaf] as never) ?? [];
      return values.map(
        (value): LeafChange => ({
          leaf: `${name}.${leaf}`,
          policy: { ...policy, sections: { ...policy.sections, [name]: { ...section, [leaf]: value } } },
        }),
      );
    });
  });
  // A request timeout is written for every port of every version and dialect; other sections may be lost as a whole.
  const acts = policy.sections.timeout?.enabled !== false && policy.sections.timeout?.requestTimeout !== undefined;
  const isSelective =
    policy.port !== undefined &&
    acts &&
    beside.length === 0 &&
    policy.service.ports.filter(({ protocol }) => protocol !== undefined).length > 1;
  return isSelective ? [...inSections, { leaf: 'targetRef.port', policy: { ...policy, port: undefined } }] : inSections;
}
