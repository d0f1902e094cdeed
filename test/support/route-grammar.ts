import type { KubeObject } from '../../src/model/resource.ts';

/*
 * What the CRD of HTTPRoute takes (Gateway API 1.6, both channels; meshes facts §2.1, §2.2), as far as anything of it is ever
 * written, as a model of its own: nothing here comes from src/mesh.
 */

const duration = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;
const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
/** http.StatusText of Go has a text for these between 400 and 599. */
const codes = new Set([
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426],
  ...[428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
]);

interface Rule {
  readonly backendRefs: readonly unknown[];
  readonly matches: readonly { readonly method?: string; readonly path?: unknown }[];
  readonly retry?: { readonly attempts?: unknown; readonly codes?: readonly unknown[] };
  readonly timeouts?: Readonly<Record<string, unknown>>;
}

/** Milliseconds; undefined where the CRD refuses the text. */
function readDuration(value: unknown): number | undefined {
  if (typeof value !== 'string' || !duration.test(value)) return undefined;
  let total = 0;
  for (const [, count, unit] of value.matchAll(/([0-9]+)(ms|[hms])/g)) total += Number(count) * (units[unit ?? ''] ?? Number.NaN);
  return total;
}

/** What is wrong with a route of the renderer's; empty for a good one. */
export function findRouteProblems(route: KubeObject, channel: 'standard' | 'experimental'): readonly string[] {
  const { parentRefs, rules } = route['spec'] as unknown as { readonly parentRefs: readonly KubeObject[]; readonly rules: readonly Rule[] };
  const [parent] = parentRefs;
  return [
    ...(parentRefs.length === 1 && parent?.['group'] === '' && parent['kind'] === 'Service' ? [] : ['its parent is no Service']),
    ...(route['apiVersion'] === 'gateway.networking.k8s.io/v1' && route['kind'] === 'HTTPRoute' ? [] : ['it is no HTTPRoute of v1']),
    ...(rules.length === 1 ? [] : ['it has not one rule']),
    ...rules.flatMap((rule) => findRuleProblems(rule, channel)),
  ];
}

function findRuleProblems(rule: Rule, channel: 'standard' | 'experimental'): readonly string[] {
  const { retry, timeouts = {} } = rule;
  const [request, backend] = [timeouts['request'], timeouts['backendRequest']].map((value) =>
    value === undefined ? undefined : (readDuration(value) ?? Number.NaN),
  );
  const unknown = [
    ...Object.keys(rule).filter((key) => !['backendRefs', 'matches', 'retry', 'timeouts'].includes(key)),
    ...Object.keys(timeouts).filter((key) => !['request', 'backendRequest'].includes(key)),
    ...Object.keys(retry ?? {}).filter((key) => !['attempts', 'codes'].includes(key)),
  ];
  return [
    ...unknown.map((key) => `unknown field ${key}`),
    ...(rule.timeouts !== undefined && Object.keys(timeouts).length === 0 ? ['timeouts are empty'] : []),
    ...([request, backend].some((value) => value !== undefined && !(value > 0)) ? [`timeouts ${JSON.stringify(timeouts)}`] : []),
    ...(request !== undefined && backend !== undefined && backend > request ? ['backendRequest is above request'] : []),
    ...(retry === undefined ? [] : findRetryProblems(retry, channel)),
  ];
}

function findRetryProblems(
  { attempts, codes: listed }: NonNullable<Rule['retry']>,
  channel: 'standard' | 'experimental',
): readonly string[] {
  return [
    ...(channel === 'standard' ? ['the standard channel has no retry'] : []),
    ...(Number.isInteger(attempts) && Number(attempts) >= 1 ? [] : [`attempts ${String(attempts)}`]),
    ...(listed === undefined ? [] : listed.filter((code) => !codes.has(Number(code))).map((code) => `code ${String(code)}`)),
    ...(listed !== undefined && (listed.length === 0 || new Set(listed).size !== listed.length) ? ['codes are empty or not unique'] : []),
  ];
}
