import { cutWithHash } from '../../model/hash.ts';
import type { PortPlan } from '../../model/service-plan.ts';

/** A DNS subdomain, the longest name that the API server takes. */
const nameLimit = 253;

/** The policy's name, with the port where the policy governs several ports of the Service; a label of it may not end before the hash. */
export function objectName({ policy, port, named }: PortPlan, suffix = ''): string {
  const name = named ? `${policy.name}-${port.port}${suffix}` : `${policy.name}${suffix}`;
  return cutWithHash(name, nameLimit).replace(/[.](-[0-9a-f]{8})$/, '$1');
}
