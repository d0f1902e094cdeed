import { hasGoStatusText } from './go-status-codes.ts';
import { readIstioDuration } from './mesh-durations.ts';
import { at, below, type Located, members, textAt } from './object-path.ts';

/*
 * What Istio refuses or reads otherwise in VirtualServices and DestinationRules, as a model of its own (mesh facts §2): nothing
 * here comes from src. The definitions of Istio check little of it. test/cluster/meshes.test.ts holds the same wrong objects
 * against Istio's own code.
 */

/** The conditions that Envoy has, for HTTP and for gRPC (mesh facts §2.2). */
const conditions: ReadonlySet<string> = new Set([
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream'],
  ...['retriable-status-codes', 'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure'],
  ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
]);

export function findVirtualServiceProblems(spec: Located): readonly string[] {
  return members(at(spec, 'http')).flatMap((rule) => [...checkDuration(at(rule, 'timeout'), 1), ...findRetryProblems(at(rule, 'retries'))]);
}

function findRetryProblems(retries: Located): readonly string[] {
  if (retries.value === undefined) return [];
  const attempts = at(retries, 'attempts');
  const alone = Number(attempts.value) === 0 ? ['retryOn', 'perTryTimeout'].filter((key) => at(retries, key).value !== undefined) : [];
  return [
    ...(isWhole(attempts.value, 0, 2 ** 31 - 1) ? [] : [say(attempts)]),
    ...alone.map((key) => `${retries.path}: attempts 0 with ${key}`),
    ...checkDuration(at(retries, 'perTryTimeout'), 1),
    ...findConditionProblems(at(retries, 'retryOn')),
  ];
}

/** A comma list without spaces. Left out, Istio's own conditions hold, which are none of ours (mesh facts §2.2). */
function findConditionProblems(retryOn: Located): readonly string[] {
  if (retryOn.value === undefined) return [];
  const items = String(retryOn.value).split(',');
  const wrong = items.filter((item) => !conditions.has(item) && !(/^[1-5][0-9]{2}$/.test(item) && hasGoStatusText(Number(item))));
  const twice = items.filter((item, i) => items.indexOf(item) !== i);
  return [...wrong.map((item) => `${retryOn.path}: "${item}"`), ...twice.map((item) => `${retryOn.path}: ${item} twice`)];
}

export function findDestinationRuleProblems(spec: Located): readonly string[] {
  const subsets = members(at(spec, 'subsets')).map((subset) => at(subset, 'trafficPolicy'));
  const policies = [at(spec, 'trafficPolicy'), ...subsets];
  return policies
    .flatMap((policy) => [policy, ...members(at(policy, 'portLevelSettings'))])
    .flatMap((settings) => [
      ...findBreakerProblems(at(settings, 'outlierDetection')),
      ...['http.idleTimeout', 'tcp.connectTimeout', 'tcp.maxConnectionDuration'].flatMap((keys) =>
        checkDuration(below(settings, `connectionPool.${keys}`), 1),
      ),
      ...checkDuration(below(settings, 'connectionPool.tcp.idleTimeout'), 0),
      ...checkDuration(below(settings, 'loadBalancer.consistentHash.httpCookie.ttl'), 0),
    ]);
}

function findBreakerProblems(outlier: Located): readonly string[] {
  if (outlier.value === undefined) return [];
  const percent = at(outlier, 'maxEjectionPercent');
  const counts = ['consecutive5xxErrors', 'consecutiveGatewayErrors', 'consecutiveLocalOriginFailures'].map((key) => at(outlier, key));
  const localAlone =
    at(outlier, 'consecutiveLocalOriginFailures').value !== undefined && at(outlier, 'splitExternalLocalOriginErrors').value !== true;
  return [
    // Envoy's own 10 % never trips below ten endpoints (mesh facts §2.3).
    ...(isWhole(percent.value, 1, 100) ? [] : [say(percent)]),
    ...counts.filter(({ value }) => value !== undefined && !isWhole(value, 0, 2 ** 32 - 1)).map(say),
    ...['interval', 'baseEjectionTime', 'maxEjectionTime'].flatMap((key) => checkDuration(at(outlier, key), 1)),
    ...(localAlone ? [`${outlier.path}: consecutiveLocalOriginFailures without splitExternalLocalOriginErrors`] : []),
  ];
}

/** Istio takes 0 in two places alone; elsewhere the field has to be left out (mesh facts §2.1). */
function checkDuration(duration: Located, least: 0 | 1): readonly string[] {
  if (duration.value === undefined) return [];
  return (readIstioDuration(duration.value) ?? -1) >= least ? [] : [say(duration)];
}

/** The Service behind a host, as `namespace/name`: its first two labels, or a short name in the namespace of the rule. */
function serviceOfHost(host: string, namespace: string): string {
  const [name, ofHost = namespace] = host.split('.');
  return `${ofHost}/${name}`;
}

/** The Services that a rule of Istio acts on in the mesh: one that is bound to gateways alone acts on none. */
export function servicesOfRule(kind: string, object: Located): readonly string[] {
  const spec = at(object, 'spec');
  const gateways = members(at(spec, 'gateways'));
  if (gateways.length > 0 && gateways.every(({ value }) => value !== 'mesh')) return [];
  const hosts = kind === 'DestinationRule' ? [textAt(spec, 'host')] : members(at(spec, 'hosts')).map(({ value }) => String(value));
  const own = textAt(object, 'metadata.namespace');
  const services = hosts.map((host) => serviceOfHost(host, own));
  // One that is exported to its own namespace alone is a matter of the clients there.
  const exportTo = members(at(spec, 'exportTo'));
  const isPrivate = exportTo.length > 0 && exportTo.every(({ value }) => value === '.');
  return isPrivate ? services.filter((service) => service.startsWith(`${own}/`)) : services;
}

export function isWhole(value: unknown, least: number, most: number): boolean {
  return (typeof value === 'number' || typeof value === 'bigint') && Number.isInteger(Number(value)) && value >= least && value <= most;
}

function say({ path, value }: Located): string {
  return `${path}: ${String(value)}`;
}
