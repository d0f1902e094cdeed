import { placeOf } from '../../model/resource.ts';
import { formatPolicy, type PortPlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';

/** The gRPC statuses that are retried on a gRPC port; empty where the policy's HTTP codes have none. Reports RP4010 and losses. */
export function grpcConditions(plan: PortPlan, context: MeshContext): readonly string[] {
  const { policy, port } = plan;
  const { retry } = policy;
  if (retry?.grpcCodes !== undefined) return retry.grpcCodes;
  if (retry?.statusCodes === undefined) return ['unavailable'];
  const mapped = [...new Set(retry.statusCodes.flatMap(grpcStatusesOf))];
  const unmapped = retry.statusCodes.filter((code) => grpcStatusesOf(code).length === 0);
  if (unmapped.length > 0)
    context.lose(
      policy,
      'retry.retryableStatusCodes',
      `${unmapped.join(',')} has no gRPC status, and port ${port.port} is gRPC (retryableGrpcCodes says what is meant there)`,
    );
  if (mapped.length > 0)
    context.report('RP4010', placeOf(policy.resource, ['spec', 'retry', 'retryableStatusCodes']), {
      policy: formatPolicy(policy),
      codes: retry.statusCodes.join(','),
      mapped: mapped.join(','),
      port: port.port,
    });
  return mapped;
}

/** 429 → resource-exhausted, any 5xx → unavailable and internal (design §4). */
function grpcStatusesOf(condition: string): readonly string[] {
  const [from, to] = condition === '5xx' || condition === 'gateway-error' ? [500, 599] : condition.split('-').map(Number);
  const last = to ?? from ?? 0;
  return [...(last >= 500 ? ['unavailable', 'internal'] : []), ...((from ?? 0) <= 429 && last >= 429 ? ['resource-exhausted'] : [])];
}
