import { appendTo } from '../model/append-to.ts';
import { group } from '../model/group.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import { gatewayGroup } from '../model/kinds.ts';
import { listAt, type Resource, stringAt } from '../model/resource.ts';

/** What a cross-namespace target asks for. */
export interface CrossNamespaceTarget {
  readonly policyNamespace: string;
  readonly serviceNamespace: string;
  readonly service: string;
}

/** The names of Services that are granted, '' for all of the namespace, by the namespace of the policies. */
type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/** Grants by their namespace: read once, since thousands of policies may ask, and none that nobody asks for. */
interface Known {
  readonly items: ReadonlyMap<string, readonly Item[]>;
  readonly grants: Map<string, Grants>;
}

const known = new WeakMap<Inventory, Known>();

/**
 * Whether a ReferenceGrant in the Service's namespace lets policies of the other namespace target it
 * (Gateway API ReferenceGrant: one matching `from` and one matching `to` in the same grant).
 */
export function isGranted(target: CrossNamespaceTarget, inventory: Inventory, defaultNamespace: string): boolean {
  const index = known.get(inventory) ?? { items: itemsByNamespace(inventory, defaultNamespace), grants: new Map<string, Grants>() };
  known.set(inventory, index);
  const items = index.items.get(target.serviceNamespace) ?? [];
  const grants = index.grants.get(target.serviceNamespace) ?? readGrants(items, inventory);
  index.grants.set(target.serviceNamespace, grants);
  const names = grants.get(target.policyNamespace);
  return names !== undefined && (names.has('') || names.has(target.service));
}

function itemsByNamespace(inventory: Inventory, defaultNamespace: string): ReadonlyMap<string, readonly Item[]> {
  const items = new Map<string, Item[]>();
  for (const item of inventory.ofKind(gatewayGroup, 'ReferenceGrant')) appendTo(items, item.identity.namespace || defaultNamespace, item);
  return items;
}

function readGrants(items: readonly Item[], inventory: Inventory): Grants {
  const grants = new Map<string, Set<string>>();
  for (const item of items) {
    const grant = inventory.open(item);
    if (grant === undefined) continue;
    const names = grantedNames(grant);
    for (const from of grantedNamespaces(grant)) {
      const all = grants.get(from) ?? new Set<string>();
      for (const name of names) all.add(name);
      grants.set(from, all);
    }
  }
  return grants;
}

function grantedNamespaces({ object }: Resource): ReadonlySet<string> {
  const ours = listAt(object, ['spec', 'from']).filter(
    (from) => stringAt(from, ['group']) === group && stringAt(from, ['kind']) === 'ResiliencePolicy',
  );
  return new Set(ours.map((from) => stringAt(from, ['namespace'])));
}

function grantedNames({ object }: Resource): ReadonlySet<string> {
  const services = listAt(object, ['spec', 'to']).filter((to) => stringAt(to, ['group']) === '' && stringAt(to, ['kind']) === 'Service');
  return new Set(services.map((to) => stringAt(to, ['name'])));
}
