import type { KubeObject, ObjectValue } from '../../../model/resource.ts';
import type { Evaluation } from '../../../status/evaluate-policies.ts';
import type { Transport } from '../transport/transport.ts';

/** Longer than any answer takes, and shorter than the gap between the leader's own deadline and the end of its lease (reporter facts §1.6). */
const timeout = 5_000;

export interface WriteParts {
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly mayWrite: () => boolean;
}

const pathOf = ({ policy: { apiVersion, namespace, name } }: Evaluation): string =>
  `/apis/${apiVersion}/namespaces/${namespace}/resiliencepolicies/${name}`;

/**
 * Replaces the status of one policy, and nothing else of it. The resourceVersion makes a race a 409, the uid one with a
 * policy of the same name that was made anew. Resolves with the object as it stands then.
 */
export function writeStatus(evaluation: Evaluation, { transport, signal, mayWrite }: WriteParts): Promise<KubeObject> {
  const { policy, uid, resourceVersion, status } = evaluation;
  const { apiVersion, kind, namespace, name } = policy;
  const body = { apiVersion, kind, metadata: { namespace, name, uid, resourceVersion }, status: status as unknown as ObjectValue };
  return transport.request({ verb: 'update', path: `${pathOf(evaluation)}/status`, body, timeout, signal, mayStillSend: mayWrite });
}

/** The policy as the server has it now, for when the watch lags behind. */
export function readPolicy(evaluation: Evaluation, { transport, signal }: WriteParts): Promise<KubeObject> {
  return transport.request({ verb: 'get', path: pathOf(evaluation), timeout, signal });
}
