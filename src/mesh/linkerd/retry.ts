import { formatDuration } from '../../model/duration.ts';
import type { Policy } from '../../model/policy.ts';
import { placeOf } from '../../model/resource.ts';
import { formatPolicy, type PortPlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import { operatorStatusCodes, retryGrpc, retryHttp, retryLimit, retryTimeout } from './keys.ts';

export type RouteKind = 'HTTPRoute' | 'GRPCRoute';

/** Retry annotations for a route of a kind. Every gRPC call is a POST: with other methods alone, nothing on a gRPC port may be retried. */
export function retriesFor(plan: PortPlan, kind: RouteKind, context: MeshContext): Readonly<Record<string, string>> {
  const methods = plan.policy.retry?.methods;
  if (kind === 'GRPCRoute' && methods !== undefined && !methods.includes('POST')) {
    context.lose(plan.policy, 'retry.methods', `gRPC calls are POST requests, so nothing is retried on port ${plan.port.port}`);
    return {};
  }
  return retryValues(plan, kind, context);
}

/** Never a limit without conditions, which would retry no status at all. */
function retryValues(plan: PortPlan, kind: RouteKind, context: MeshContext): Readonly<Record<string, string>> {
  const { retry } = plan.policy;
  if (retry === undefined) return {};
  const timeout = retry.retryTimeout === undefined ? {} : { [retryTimeout]: formatDuration(retry.retryTimeout) };
  const limit = String(retry.maxAttempts);
  const httpConditions = (retry.statusCodes ?? ['5xx']).join(',');
  if (context.options.annotations === 'operator-v1') return { [retryHttp]: limit, [operatorStatusCodes]: httpConditions, ...timeout };
  if (kind === 'HTTPRoute') return { [retryHttp]: httpConditions, [retryLimit]: limit, ...timeout };
  const conditions = grpcConditions(plan, context);
  return conditions.length === 0 ? {} : { [retryGrpc]: conditions.join(','), [retryLimit]: limit, ...timeout };
}

function grpcConditions(plan: PortPlan, context: MeshContext): readonly string[] {
  const { retry } = plan.policy;
  if (retry?.grpcCodes !== undefined) return retry.grpcCodes;
  if (retry?.statusCodes === undefined) return ['unavailable'];
  const mapped = [...new Set(retry.statusCodes.flatMap(grpcStatusesOf))];
  const unmapped = retry.statusCodes.filter((code) => grpcStatusesOf(code).length === 0);
  const { policy } = plan;
  if (unmapped.length > 0)
    context.lose(
      policy,
      'retry.retryableStatusCodes',
      `${unmapped.join(',')} has no gRPC status, and port ${plan.port.port} is gRPC (retryableGrpcCodes says what is meant there)`,
    );
  if (mapped.length > 0) reportMapped(policy, mapped, { plan, context });
  return mapped;
}

/** 429 → resource-exhausted, any 5xx → unavailable and internal (design §4). */
function grpcStatusesOf(condition: string): readonly string[] {
  const [from, to] = condition === '5xx' || condition === 'gateway-error' ? [500, 599] : condition.split('-').map(Number);
  const last = to ?? from ?? 0;
  return [...(last >= 500 ? ['unavailable', 'internal'] : []), ...((from ?? 0) <= 429 && last >= 429 ? ['resource-exhausted'] : [])];
}

function reportMapped(policy: Policy, mapped: readonly string[], how: { readonly plan: PortPlan; readonly context: MeshContext }): void {
  how.context.report('RP4010', placeOf(policy.resource, ['spec', 'retry', 'retryableStatusCodes']), {
    policy: formatPolicy(policy),
    codes: (policy.retry?.statusCodes ?? []).join(','),
    mapped: mapped.join(','),
    port: how.plan.port.port,
  });
}
