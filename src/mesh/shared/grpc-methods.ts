import type { PortPlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';

/** Every gRPC call is a POST: with other methods alone, nothing on a gRPC port may be retried, which is reported as a loss. */
export function mayRetryGrpc({ policy, port }: PortPlan, context: MeshContext): boolean {
  const methods = policy.retry?.methods;
  if (methods === undefined || methods.includes('POST')) return true;
  context.lose(policy, 'retry.methods', `gRPC calls are POST requests, so nothing is retried on port ${port.port}`);
  return false;
}
