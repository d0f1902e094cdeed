import type { Report } from '../diagnostics/diagnostic.ts';
import { placeOf } from '../model/resource.ts';
import { formatPolicy, type ServicePlan } from '../model/service-plan.ts';

/**
 * RP2019: meshes repeat POST and PATCH like GET (linkerd facts §1.3), which is seldom meant. Only the plan knows whether it
 * matters: every gRPC call is a POST, and its statuses say what may be repeated.
 */
export function reportAllMethods(plan: ServicePlan, report: Report): void {
  for (const policy of plan.policies) {
    const isHttp = plan.ports.some((port) => port.policy === policy && port.protocol === 'http');
    if (!isHttp || policy.retry === undefined || policy.retry.methods !== undefined) continue;
    report('RP2019', placeOf(policy.resource, ['spec', 'retry'], 'key'), { policy: formatPolicy(policy) });
  }
}
