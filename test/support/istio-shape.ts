import type { KubeObject } from '../../src/model/resource.ts';

/*
 * What Istio's CRDs and validation take of a VirtualService and a DestinationRule, as far as anything of it is ever written
 * (meshes facts §2, §2.2, §3; istio/istio pkg/config/validation 1.30), as a model of its own: nothing here comes from src/mesh.
 */

type Check = (value: unknown, path: string) => readonly string[];

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const tokens = new Set(
  '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable'.split(
    ' ',
  ),
);
/** http.StatusText of Go has a text for these. */
const codes = new Set([
  ...[100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307, 308],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426],
  ...[428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
]);

const wrong = (isWrong: boolean, path: string, value: unknown): readonly string[] => (isWrong ? [`${path}: ${JSON.stringify(value)}`] : []);

/** A map with these keys, of which some must be there, and no others. */
const map =
  (fields: Readonly<Record<string, Check>>, required: readonly string[] = Object.keys(fields)): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no map`];
    const missing = required.filter((key) => !(key in value)).map((key) => `${path}.${key} is missing`);
    const found = Object.entries(value).flatMap(([key, each]) => fields[key]?.(each, `${path}.${key}`) ?? [`${path}.${key} is unknown`]);
    return [...missing, ...found, ...wrong(Object.keys(value).length === 0, path, value)];
  };
const list =
  (of: Check): Check =>
  (value, path) =>
    Array.isArray(value) && value.length > 0 ? value.flatMap((each, i) => of(each, `${path}[${i}]`)) : [`${path} is no list`];
const integer =
  (least: number, most: number): Check =>
  (value, path) =>
    wrong(!(Number.isInteger(value) && Number(value) >= least && Number(value) <= most), path, value);
const duration =
  (least: number): Check =>
  (value, path) => {
    const found = /^([0-9]+)(h|m|s|ms)$/.exec(String(value));
    const total = found === null ? -1 : Number(found[1]) * (units[found[2] ?? ''] ?? Number.NaN);
    return wrong(typeof value !== 'string' || !(total >= least) || total > 9e12, path, value);
  };
const text =
  (pattern: RegExp): Check =>
  (value, path) =>
    wrong(typeof value !== 'string' || !pattern.test(value), path, value);
const exactlyOne =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) => [...map(fields, [])(value, path), ...wrong(Object.keys(value as object).length !== 1, path, value)];

const host = text(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
const port = integer(1, 65_535);
const count = integer(1, 2_147_483_647);
const retryOn: Check = (value, path) =>
  typeof value === 'string'
    ? value.split(',').flatMap((item) => wrong(!tokens.has(item) && !(/^[0-9]{3}$/.test(item) && codes.has(Number(item))), path, item))
    : [`${path} is no text`];
const retries: Check = (value, path) =>
  (value as { attempts?: unknown }).attempts === 0
    ? map({ attempts: integer(0, 0) })(value, path)
    : map({ attempts: count, perTryTimeout: duration(1), retryOn }, ['attempts', 'retryOn'])(value, path);

const virtualService = map({
  hosts: list(host),
  http: list(
    map(
      {
        match: list(map({ port, method: map({ exact: text(/^[A-Z]+$/) }) }, ['port'])),
        retries,
        route: list(map({ destination: map({ host, port: map({ number: port }) }) })),
        timeout: duration(1),
      },
      ['match', 'route'],
    ),
  ),
});

const destinationRule = map({
  host,
  trafficPolicy: map({
    portLevelSettings: list(
      map(
        {
          port: map({ number: port }),
          connectionPool: map(
            {
              http: map({ http1MaxPendingRequests: count, http2MaxRequests: count, idleTimeout: duration(1) }, []),
              tcp: map({ maxConnections: count }),
            },
            [],
          ),
          loadBalancer: exactlyOne({
            simple: text(/^(?:ROUND_ROBIN|LEAST_REQUEST|RANDOM)$/),
            consistentHash: exactlyOne({
              httpHeaderName: text(/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/),
              httpCookie: map({ name: text(/./), path: text(/^\//), ttl: duration(0) }, ['name', 'ttl']),
              useSourceIp: (value, path) => wrong(value !== true, path, value),
            }),
          }),
          outlierDetection: map(
            { consecutive5xxErrors: count, interval: duration(1), baseEjectionTime: duration(1), maxEjectionPercent: integer(1, 100) },
            ['consecutive5xxErrors', 'maxEjectionPercent'],
          ),
        },
        ['port'],
      ),
    ),
  }),
});

/** What Istio would refuse or not reach in a rule; empty for a good one, and for any other kind. */
export function findIstioProblems(object: KubeObject): readonly string[] {
  if (!String(object['apiVersion']).startsWith('networking.istio.io/')) return [];
  const spec = object['spec'] as KubeObject;
  const version = wrong(object['apiVersion'] !== 'networking.istio.io/v1', 'apiVersion', object['apiVersion']);
  switch (object['kind']) {
    case 'VirtualService': {
      const found = virtualService(spec, 'spec');
      return [...version, ...found, ...(found.length === 0 ? findUnreached(spec as unknown as Routes) : [])];
    }
    case 'DestinationRule': {
      const found = destinationRule(spec, 'spec');
      return [...version, ...found, ...(found.length === 0 ? findTwice(spec as unknown as Settings) : [])];
    }
    default:
      return [`kind: ${String(object['kind'])}`];
  }
}

interface Routes {
  readonly hosts: readonly string[];
  readonly http: readonly {
    readonly match: readonly { readonly port: number; readonly method?: unknown }[];
    readonly route: readonly { readonly destination: { readonly host: string; readonly port: { readonly number: number } } }[];
  }[];
}

/** The first rule that matches is followed: after one for a whole port, none for that port is; and each goes where its match came from. */
function findUnreached({ hosts, http }: Routes): readonly string[] {
  const closed = new Set<number>();
  return http.flatMap(({ match, route }, i) => {
    const ports = [...new Set(match.map((each) => each.port))];
    const unreached = ports.filter((each) => closed.has(each)).map((each) => `http[${i}] is never reached for port ${each}`);
    for (const each of match) if (each.method === undefined) closed.add(each.port);
    const astray = route
      .filter(({ destination }) => destination.host !== hosts[0] || ports.length !== 1 || destination.port.number !== ports[0])
      .map(() => `http[${i}] leads elsewhere`);
    return [...unreached, ...astray, ...(hosts.length === 1 && route.length === 1 ? [] : [`http[${i}] is for several hosts`])];
  });
}

interface Settings {
  readonly trafficPolicy: { readonly portLevelSettings: readonly { readonly port: { readonly number: number } }[] };
}

function findTwice({ trafficPolicy: { portLevelSettings } }: Settings): readonly string[] {
  const numbers = portLevelSettings.map((each) => each.port.number);
  return numbers.filter((number, i) => numbers.indexOf(number) !== i).map((number) => `port ${number} stands twice`);
}
