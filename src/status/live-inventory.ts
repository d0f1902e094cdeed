import { compareCodePoints } from '../model/code-point-order.ts';
import { group } from '../model/group.ts';
import { indexByIdentity } from '../model/index-by-identity.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import { groupOf, identityOf, type KubeObject, keyOf } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';

/** An object of the cluster as it is cached. */
export interface LiveItem extends Item {
  readonly object: KubeObject;
}

/**
 * The objects of a cluster in the shape in which the core takes them; nothing has to be parsed. They are put in the order
 * in which an API server lists them: where the first of several counts, it must not matter what a reporter saw first.
 */
export function createLiveInventory(objects: Iterable<KubeObject>): Inventory<LiveItem> {
  const items = sortByKey(objects);
  const byKind = new Map<string, LiveItem[]>();
  for (const item of items) {
    const key = `${groupOf(item.identity.apiVersion)}/${item.identity.kind}`;
    const same = byKind.get(key);
    if (same === undefined) byKind.set(key, [item]);
    else same.push(item);
  }
  return {
    items,
    mentioning: items.filter(({ mentionsGroup }) => mentionsGroup),
    ofKind: (wanted, kind) => byKind.get(`${wanted}/${kind}`) ?? [],
    ...indexByIdentity(items),
    open: (item) => item,
  };
}

function sortByKey(objects: Iterable<KubeObject>): readonly LiveItem[] {
  const keyed = Array.from(objects, (object) => {
    const identity = identityOf(object);
    return { key: keyOf(identity), item: { identity, object, mentionsGroup: mentionsGroup(object) } };
  });
  return keyed.sort((a, b) => compareCodePoints(a.key, b.key)).map(({ item }) => item);
}

function mentionsGroup(object: KubeObject): boolean {
  return ['annotations', 'labels'].some((part) =>
    Object.keys(stringMapAt(object, ['metadata', part])).some((key) => key.startsWith(`${group}/`)),
  );
}
