import { formatName, placeOf, type Resource } from '../../model/resource.ts';
import { formatPolicy, type ServicePlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import { countEndpoints } from './workloads.ts';

/**
 * RP4022: Envoy ejects an endpoint only while 100 * (ejected + 1) / endpoints <= maxEjectionPercent, the first one too (meshes
 * facts §2.3), so that a chosen percentage may never let the breaker trip at the replicas that the input shows.
 */
export function warnOfSmallPools({ service, policies }: ServicePlan, context: MeshContext): void {
  for (const policy of policies) {
    const percent = policy.circuitBreaker?.maxEjectionPercent;
    const pool = percent === undefined ? undefined : countEndpoints(service, context);
    if (percent === undefined || pool === undefined || percent * pool.endpoints >= 100) continue;
    const places = pool.workloads.map((workload: Resource) => placeOf(workload, ['spec', 'replicas']));
    context.report('RP4022', [placeOf(policy.resource, ['spec', 'circuitBreaker', 'maxEjectionPercent']), ...places], {
      policy: formatPolicy(policy),
      service: formatName(service),
      percent,
      endpoints: pool.endpoints,
      least: Math.ceil(100 / pool.endpoints),
    });
  }
}
