import type { ServiceFacts } from '../../model/service-plan.ts';
import type { Ignored } from '../backend.ts';

/** A route acts on the frontend of a Service, which is its name and cluster IP (GEP-1324). */
export function ignores(service: ServiceFacts): Ignored | undefined {
  if (service.type === 'ExternalName') return { reason: 'it is an ExternalName, which has no cluster IP for a route to act on' };
  return service.headless ? { reason: 'it is headless, so it has no cluster IP for a route to act on' } : undefined;
}
