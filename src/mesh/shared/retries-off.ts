import type { Policy } from '../../model/policy.ts';
import { placeOf } from '../../model/resource.ts';
import { formatPolicy } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';

/** RP4030: `attempts` of a route is at least 1, so that no route can say "never", and a mesh may retry unasked (meshes facts §0). */
export function reportRetriesOff(
  policies: readonly Policy[],
  { report }: MeshContext,
  how: { readonly mesh: string; readonly remains: string },
): void {
  for (const policy of policies) {
    if (!policy.retriesOff) continue;
    report('RP4030', placeOf(policy.resource, ['spec', 'retry'], 'key'), { policy: formatPolicy(policy), ...how });
  }
}
