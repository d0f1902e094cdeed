import { group } from '../model/group.ts';
import type { Inventory, Item } from '../model/inventory.ts';

/** `namespace/name` of every policy in the input, valid or not. */
export type PresentPolicies = ReadonlySet<string>;

export function presentPolicies(inventory: Inventory, defaultNamespace: string): PresentPolicies {
  return new Set(
    inventory.ofKind(group, 'ResiliencePolicy').map(({ identity }) => `${identity.namespace || defaultNamespace}/${identity.name}`),
  );
}

/** The policies that an object records and that are not in the input; a name alone is of the object's own namespace. */
export function missingPolicies(
  mark: string,
  item: Item,
  how: { readonly present: PresentPolicies; readonly namespace: string },
): readonly string[] {
  const own = item.identity.namespace || how.namespace;
  return mark.split(',').filter((name) => !how.present.has(name.includes('/') ? name : `${own}/${name}`));
}
