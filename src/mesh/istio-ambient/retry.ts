import type { PolicyField } from '../../model/policy-field.ts';
import type { PortPlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import { grpcConditions } from '../shared/grpc-conditions.ts';
import { mayRetryGrpc } from '../shared/grpc-methods.ts';
import { renderHttpRetry } from '../shared/http-retry.ts';
import type { RouteRetry } from '../shared/route.ts';

/** gRPC statuses that Istio retries for every route with retry, whatever its codes (convertHTTPRoute of Istio 1.30). */
const always: readonly string[] = ['cancelled', 'unavailable'];

/** `retry` of a route, which the experimental channel alone has; the support table has reported what the standard one loses. */
export function retryOf(plan: PortPlan, context: MeshContext): RouteRetry | undefined {
  const { policy, protocol } = plan;
  if (policy.retry === undefined || context.options.gatewayChannel === 'standard') return undefined;
  if (protocol === 'http') return renderHttpRetry(policy, context);
  return mayRetryGrpc(plan, context) && retriesStatuses(plan, context) ? { attempts: policy.retry.maxAttempts } : undefined;
}

/** Whether one of the statuses that are asked for is retried; says which are not, and which are unasked. */
function retriesStatuses(plan: PortPlan, context: MeshContext): boolean {
  const { policy, port } = plan;
  const field = fieldOf(plan);
  const asked = grpcConditions(plan, context);
  const kept = asked.filter((status) => always.includes(status));
  const lost = asked.filter((status) => !always.includes(status));
  if (lost.length > 0) {
    const rest = kept.length === 0 ? `, so nothing is retried on port ${port.port} for this policy` : '';
    context.lose(policy, field, `a route names no gRPC status; Istio retries ${always.join(' and ')}, not ${lost.join(',')}${rest}`);
  }
  // Of the statuses themselves the support table says so.
  if (kept.length === 1 && field !== 'retry.retryableGrpcCodes') {
    const unasked = always.filter((status) => !kept.includes(status)).join();
    context.approximate(policy, field, `Istio retries the gRPC status ${unasked} too wherever it retries ${kept.join()}`);
  }
  return kept.length > 0;
}

/** The leaf that says what is retried. */
function fieldOf({ policy: { retry } }: PortPlan): PolicyField {
  if (retry?.grpcCodes !== undefined) return 'retry.retryableGrpcCodes';
  return retry?.statusCodes === undefined ? 'retry.maxAttempts' : 'retry.retryableStatusCodes';
}
