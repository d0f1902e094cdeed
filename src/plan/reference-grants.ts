import { group } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import { gatewayGroup } from '../model/kinds.ts';
import { listAt, type Resource, stringAt } from '../model/resource.ts';

/** What a cross-namespace target asks for. */
export interface CrossNamespaceTarget {
  readonly policyNamespace: string;
  readonly serviceNamespace: string;
  readonly service: string;
}

/**
 * Whether a ReferenceGrant in the Service's namespace lets policies of the other namespace target it
 * (Gateway API ReferenceGrant: one matching `from` and one matching `to` in the same grant).
 */
export function isGranted(target: CrossNamespaceTarget, inventory: Inventory, defaultNamespace: string): boolean {
  return inventory.ofKind(gatewayGroup, 'ReferenceGrant').some((item) => {
    if ((item.identity.namespace || defaultNamespace) !== target.serviceNamespace) return false;
    const grant = inventory.open(item);
    return grant !== undefined && allowsFrom(grant, target) && allowsTo(grant, target);
  });
}

function allowsFrom({ object }: Resource, target: CrossNamespaceTarget): boolean {
  return listAt(object, ['spec', 'from']).some(
    (from) =>
      stringAt(from, ['group']) === group &&
      stringAt(from, ['kind']) === 'ResiliencePolicy' &&
      stringAt(from, ['namespace']) === target.policyNamespace,
  );
}

function allowsTo({ object }: Resource, target: CrossNamespaceTarget): boolean {
  return listAt(object, ['spec', 'to']).some((to) => {
    const name = stringAt(to, ['name']);
    return stringAt(to, ['group']) === '' && stringAt(to, ['kind']) === 'Service' && (name === '' || name === target.service);
  });
}
