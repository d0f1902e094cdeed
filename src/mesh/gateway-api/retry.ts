import type { PortPlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import { portableCodes, renderHttpRetry } from '../shared/http-retry.ts';
import type { RouteRetry } from '../shared/route.ts';
import { formatCodes } from '../shared/status-codes.ts';

/** `retry` of a route, which the experimental channel has for HTTP alone; the support table has reported what the standard one loses. */
export function retryOf({ policy, port, protocol }: PortPlan, context: MeshContext): RouteRetry | undefined {
  if (policy.retry === undefined || context.options.gatewayChannel === 'standard') return undefined;
  if (protocol === 'grpc') {
    context.lose(
      policy,
      'retry.maxAttempts',
      `GRPCRoute has no retry, and codes of an HTTPRoute do not see gRPC statuses, so nothing is retried on port ${port.port}`,
    );
    return undefined;
  }
  const retry = renderHttpRetry(policy, context);
  const others = (retry?.codes ?? []).filter((code) => !portableCodes.includes(code));
  if (others.length > 0) {
    const how = `only ${portableCodes.join(', ')} are retried by every implementation, ${formatCodes(others)} may be left out`;
    context.approximate(policy, 'retry.retryableStatusCodes', how);
  }
  return retry;
}
