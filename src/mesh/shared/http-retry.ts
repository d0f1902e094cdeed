import type { Policy } from '../../model/policy.ts';
import type { MeshContext } from '../backend.ts';
import type { RouteRetry } from './route.ts';
import { expandCodes, formatCodes } from './status-codes.ts';

/** The codes that every implementation has to retry (HTTPRouteRetryStatusCode of Gateway API 1.6). */
export const portableCodes: readonly number[] = [500, 502, 503, 504];

/** What `retry.codes` takes. */
const lowest = 400;

const classes: Readonly<Record<string, string>> = { '5xx': '500-599', 'gateway-error': '502-504' };

/**
 * Retries of an HTTP port for an HTTPRoute; undefined where none can be written. Without codes of the policy's own the portable
 * ones are written, which need no warning. Codes that a route cannot name are reported as a loss.
 */
export function renderHttpRetry(policy: Policy, context: MeshContext): RouteRetry | undefined {
  const { retry } = policy;
  if (retry === undefined) return undefined;
  if (retry.statusCodes === undefined) return { attempts: retry.maxAttempts, codes: portableCodes };
  const asked = retry.statusCodes.map((condition) => ({ condition, ...usableCodes(condition) }));
  const codes = [...new Set(asked.flatMap(({ usable }) => usable))].sort((a, b) => a - b);
  const takes = `a route takes codes from ${lowest} to 599 that have a name`;
  const lost = asked.filter(({ usable }) => usable.length === 0).map(({ condition }) => condition);
  if (lost.length > 0) {
    const rest = codes.length === 0 ? ', so nothing is retried by this policy' : '';
    context.lose(policy, 'retry.retryableStatusCodes', `${takes}, not ${lost.join(',')}${rest}`);
  }
  for (const { condition, usable, others } of asked) {
    if (usable.length === 0 || others.length === 0 || isClass(condition)) continue;
    context.approximate(policy, 'retry.retryableStatusCodes', `${takes}, so that ${condition} goes without ${formatCodes(others)}`);
  }
  return codes.length === 0 ? undefined : { attempts: retry.maxAttempts, codes };
}

/** A class means the codes that there are; a range says each of its codes. */
function isClass(condition: string): boolean {
  return Object.hasOwn(classes, condition);
}

function usableCodes(condition: string): { readonly usable: readonly number[]; readonly others: readonly number[] } {
  const { named, nameless } = expandCodes(isClass(condition) ? (classes[condition] ?? '') : condition);
  const others = [...named.filter((code) => code < lowest), ...nameless].sort((a, b) => a - b);
  return { usable: named.filter((code) => code >= lowest), others };
}
