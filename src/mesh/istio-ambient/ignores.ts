import type { ServiceFacts } from '../../model/service-plan.ts';
import type { Ignored } from '../backend.ts';

/** Clients of such a Service do not call its cluster IP, for which alone ztunnel sends them to the waypoint of the Service. */
export function ignores(service: ServiceFacts): Ignored | undefined {
  if (service.type === 'ExternalName') return { reason: 'it is an ExternalName, which is only another name for the host behind it' };
  return service.headless ? { reason: 'it is headless, so clients call pods directly, past the waypoint of the Service' } : undefined;
}
