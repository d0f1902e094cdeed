import { formatIdentity, formatName, placeOf } from '../../model/resource.ts';
import { formatPolicy, type ServiceFacts } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';
import { findDestinationRules } from './istio-rules.ts';

/** RP4021: Istio keeps the trafficPolicy of one DestinationRule for a host, and an exact host hides a wildcard (meshes facts §6). */
export function reportDestinationRules(service: ServiceFacts, { policies }: Generating, context: MeshContext): void {
  const policy = policies[0];
  if (policy === undefined) return;
  for (const { resource, path } of findDestinationRules(service, context)) {
    context.report('RP4021', [placeOf(resource, path), placeOf(policy.resource, ['spec', 'targetRef'])], {
      object: formatIdentity(resource.identity),
      service: formatName(service),
      policy: formatPolicy(policy),
    });
  }
}
