import type { PolicyField } from '../../model/policy-field.ts';
import type { ServicePlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';

/**
 * What needs a choice of endpoints is lost on a headless Service: its clients choose the pod, and Istio passes the request on
 * to that address (a cluster of type ORIGINAL_DST; PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES is off by default). Routes are for
 * its host all the same, so that retries, timeouts and limits of connections hold.
 */
export function loseOnHeadless({ policies }: ServicePlan, context: MeshContext): void {
  for (const policy of policies) {
    for (const field of policy.fields.filter(needsEndpoints)) {
      context.lose(policy, field, 'the Service is headless, so that its clients choose the pod and Istio does not');
    }
    if (policy.retry !== undefined)
      context.approximate(policy, 'retry.maxAttempts', 'the Service is headless, so that a request is repeated to the same pod');
  }
}

function needsEndpoints(field: PolicyField): boolean {
  return field.startsWith('circuitBreaker.') || field.startsWith('loadBalancing.');
}
