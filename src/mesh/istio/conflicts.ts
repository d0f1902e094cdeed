import { formatIdentity, formatName, placeOf, stringAt } from '../../model/resource.ts';
import { formatPolicy, type ServicePlan } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';
import { reportDestinationRules } from '../shared/destination-rule-conflicts.ts';
import { findServiceRoutes, findVirtualServices } from '../shared/istio-rules.ts';

/**
 * The user's own rules for the host of a Service that needs generated ones. Sidecars follow one object for a host and drop
 * the rest, and an exact host hides a wildcard (meshes facts §6). Reports RP4020, RP4021.
 */
export function reportConflicts(plan: ServicePlan, generating: readonly Generating[], context: MeshContext): void {
  for (const rule of generating) {
    if (stringAt(rule.object, ['kind']) === 'DestinationRule') reportDestinationRules(plan.service, rule, context);
    else reportRoutes(plan, rule, context);
  }
}

function reportRoutes({ service }: ServicePlan, rule: Generating, context: MeshContext): void {
  const policy = rule.policies[0];
  if (policy === undefined) return;
  for (const { resource, path } of [...findVirtualServices(service, context), ...findServiceRoutes(service, context)]) {
    context.report('RP4020', [placeOf(resource, path), placeOf(policy.resource, ['spec', 'targetRef'])], {
      object: formatIdentity(resource.identity),
      service: formatName(service),
      policy: formatPolicy(policy),
    });
  }
}
