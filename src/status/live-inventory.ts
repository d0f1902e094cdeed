import { group } from '../model/group.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import { groupOf, identityOf, type KubeObject } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';

/** An object of the cluster as it is cached. */
export interface LiveItem extends Item {
  readonly object: KubeObject;
}

/** The objects of a cluster in the shape in which the core takes them; nothing has to be parsed. */
export function createLiveInventory(objects: Iterable<KubeObject>): Inventory<LiveItem> {
  const items: LiveItem[] = [];
  const byKind = new Map<string, LiveItem[]>();
  for (const object of objects) {
    const identity = identityOf(object);
    const item = { identity, object, mentionsGroup: mentionsGroup(object) };
    const key = `${groupOf(identity.apiVersion)}/${identity.kind}`;
    const same = byKind.get(key);
    if (same === undefined) byKind.set(key, [item]);
    else same.push(item);
    items.push(item);
  }
  return { items, ofKind: (wanted, kind) => byKind.get(`${wanted}/${kind}`) ?? [], open: (item) => item };
}

function mentionsGroup(object: KubeObject): boolean {
  return ['annotations', 'labels'].some((part) =>
    Object.keys(stringMapAt(object, ['metadata', part])).some((key) => key.startsWith(`${group}/`)),
  );
}
