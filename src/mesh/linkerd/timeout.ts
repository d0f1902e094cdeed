import { formatDuration } from '../../model/duration.ts';
import type { Policy } from '../../model/policy.ts';
import type { MeshContext } from '../backend.ts';
import { timeoutIdle, timeoutRequest, timeoutResponse } from './keys.ts';

/** Timeout annotations: they work in every release, while `spec.rules[].timeouts` is read only since 2.20. */
export function timeoutValues({ timeout }: Policy, { options }: Pick<MeshContext, 'options'>): Readonly<Record<string, string>> {
  if (timeout === undefined) return {};
  const { requestTimeout, responseTimeout } = timeout;
  // The operator design document has no key for it; the support table has reported the loss.
  const idleTimeout = options.annotations === 'operator-v1' ? undefined : timeout.idleTimeout;
  return {
    ...(requestTimeout === undefined ? {} : { [timeoutRequest]: formatDuration(requestTimeout) }),
    ...(responseTimeout === undefined ? {} : { [timeoutResponse]: formatDuration(responseTimeout) }),
    ...(idleTimeout === undefined ? {} : { [timeoutIdle]: formatDuration(idleTimeout) }),
  };
}
