import { formatDuration } from '../../model/duration.ts';
import type { PortPlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import { grpcConditions } from '../shared/grpc-conditions.ts';
import { mayRetryGrpc } from '../shared/grpc-methods.ts';
import { operatorStatusCodes, retryGrpc, retryHttp, retryLimit, retryTimeout } from './keys.ts';

export type RouteKind = 'HTTPRoute' | 'GRPCRoute';

/** Retry annotations for a route of a kind. */
export function retriesFor(plan: PortPlan, kind: RouteKind, context: MeshContext): Readonly<Record<string, string>> {
  return kind === 'GRPCRoute' && !mayRetryGrpc(plan, context) ? {} : retryValues(plan, kind, context);
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
