import type { Policy } from '../../model/policy.ts';
import type { PolicyField } from '../../model/policy-field.ts';
import type { MeshContext } from '../backend.ts';
import { formatGatewayDuration, longestGatewayDuration } from './gateway-duration.ts';
import type { RouteTimeouts } from './route.ts';

/** Who, beside the policy, takes part in what its timeouts become. */
export interface TimeoutContext {
  readonly context: MeshContext;
  /** Whether the route retries: without it, a try that is given up is the end of the request. */
  readonly retried: boolean;
  /** Who takes `backendRequest` for the time of the whole request where nothing is retried. */
  readonly replacing: string;
}

/**
 * `timeouts` of a rule; undefined where the policy asks for none. `backendRequest` is the smaller of what limits one try, and
 * never above `request`, which the CRD refuses.
 */
export function renderTimeouts(policy: Policy, how: TimeoutContext): RouteTimeouts | undefined {
  const { requestTimeout: request, responseTimeout } = policy.timeout ?? {};
  const tries = [how.retried ? policy.retry?.retryTimeout : undefined, responseTimeout].filter((limit) => limit !== undefined);
  if (request === undefined && tries.length === 0) return undefined;
  const backendRequest = tries.length === 0 ? undefined : Math.min(...tries, request ?? Number.POSITIVE_INFINITY);
  reportBounded(policy, how);
  if (!how.retried && backendRequest !== undefined && request !== undefined && backendRequest < request) {
    how.context.approximate(
      policy,
      'timeout.requestTimeout',
      `where nothing is retried, ${how.replacing} timeouts.backendRequest, the shorter one, in place of timeouts.request`,
    );
  }
  return {
    ...(backendRequest === undefined ? {} : { backendRequest: formatGatewayDuration(backendRequest) }),
    ...(request === undefined ? {} : { request: formatGatewayDuration(request) }),
  };
}

function reportBounded(policy: Policy, { context, retried }: TimeoutContext): void {
  const { retry, timeout } = policy;
  const spans: readonly (readonly [PolicyField, number | undefined])[] = [
    ['retry.retryTimeout', retried ? retry?.retryTimeout : undefined],
    ['timeout.requestTimeout', timeout?.requestTimeout],
    ['timeout.responseTimeout', timeout?.responseTimeout],
  ];
  for (const [field, span] of spans) {
    if (span === undefined || span <= longestGatewayDuration) continue;
    const longest = formatGatewayDuration(longestGatewayDuration);
    context.approximate(policy, field, `a Gateway API duration has at most five digits, so ${longest} is written`);
  }
}
