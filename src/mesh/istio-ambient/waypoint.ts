import { formatName, placeOf, stringAt } from '../../model/resource.ts';
import { formatPolicy, type ServiceFacts, type ServicePlan } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';

export const waypointLabel = 'istio.io/use-waypoint';

/** RP4032: what is generated acts in a waypoint alone, which neither the Service nor its Namespace of the input names. */
export function warnOfWaypoint({ service }: ServicePlan, generating: readonly Generating[], context: MeshContext): void {
  const reason = whyNone(service, context);
  if (reason === undefined) return;
  for (const policy of new Set(generating.flatMap(({ policies }) => policies))) {
    const names = { service: formatName(service), policy: formatPolicy(policy), reason };
    context.report('RP4032', [placeOf(service.resource, ['metadata', 'labels']), placeOf(policy.resource, ['spec', 'targetRef'])], names);
  }
}

/** A label of the Service decides alone: `none` opts out of the waypoint of its Namespace (fetchWaypointForTarget of Istio 1.30). */
function whyNone(service: ServiceFacts, { inventory, options }: MeshContext): string | undefined {
  const own = stringAt(service.resource.object, ['metadata', 'labels', waypointLabel]);
  if (own === 'none') return `its label ${waypointLabel}: none opts out of any`;
  if (own !== '') return undefined;
  const item = inventory
    .ofKind('', 'Namespace')
    .find(({ identity }) => identity.name === (service.effectiveNamespace || options.namespace));
  const namespace = item === undefined ? undefined : inventory.open(item);
  const inherited = stringAt(namespace?.object, ['metadata', 'labels', waypointLabel]);
  if (inherited !== '' && inherited !== 'none') return undefined;
  return namespace === undefined
    ? `it has no label ${waypointLabel}, and its Namespace is not in the input`
    : `neither it nor its Namespace has a label ${waypointLabel} that names one`;
}
