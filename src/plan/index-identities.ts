import type { Report } from '../diagnostics/diagnostic.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import type { Place } from '../model/place.ts';
import { effectiveKey, formatIdentity } from '../model/resource.ts';

/** The objects of the input by identity, `--namespace` standing in for an absent one. Two of one identity are an error (RP3007). */
export function indexIdentities<I extends Item>(
  inventory: Inventory<I>,
  how: { readonly namespace: string; readonly report: Report; readonly placeOf: (item: I) => Place },
): ReadonlyMap<string, I> {
  const index = new Map<string, I>();
  for (const item of inventory.items) {
    if (item.identity.name === '' || item.identity.kind === '') continue;
    const key = effectiveKey(item.identity, how.namespace);
    const first = index.get(key);
    if (first === undefined) index.set(key, item);
    else how.report('RP3007', [how.placeOf(item), how.placeOf(first)], { object: formatIdentity(item.identity) });
  }
  return index;
}
