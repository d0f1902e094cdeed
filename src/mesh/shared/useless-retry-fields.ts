import { fieldPath, type Policy, type RetryIntent } from '../../model/policy.ts';
import type { PolicyField } from '../../model/policy-field.ts';
import { formatName, placeOf } from '../../model/resource.ts';
import { formatPolicy, type HttpProtocol, type ServiceFacts } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';

/** Leaves of retry that act on none of the ports that a policy governs (RP4018); methods without POST are a loss, which `mayRetryGrpc` reports. */
export function reportUselessRetryFields(
  policy: Policy,
  how: { readonly service: ServiceFacts; readonly protocols: readonly HttpProtocol[]; readonly context: MeshContext },
): void {
  if (policy.retry === undefined) return;
  const names = { policy: formatPolicy(policy), service: formatName(how.service) };
  for (const [field, reason] of uselessFields(policy.retry, how.protocols)) {
    how.context.report('RP4018', placeOf(policy.resource, fieldPath(field)), { ...names, field, reason });
  }
}

function uselessFields(
  { grpcCodes, statusCodes, methods }: RetryIntent,
  protocols: readonly HttpProtocol[],
): readonly (readonly [field: PolicyField, reason: string])[] {
  const hasGrpc = protocols.includes('grpc');
  const hasHttp = protocols.includes('http');
  const useless: readonly (readonly [PolicyField, string, boolean])[] = [
    ['retry.retryableGrpcCodes', 'none of its governed ports is gRPC', grpcCodes !== undefined && !hasGrpc],
    ['retry.retryableStatusCodes', 'all its governed ports are gRPC', grpcCodes !== undefined && statusCodes !== undefined && !hasHttp],
    ['retry.methods', 'all its governed ports are gRPC, where every call is a POST', methods?.includes('POST') === true && !hasHttp],
  ];
  return useless.filter(([, , isUseless]) => isUseless).map(([field, reason]) => [field, reason]);
}
