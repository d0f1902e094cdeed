import type { Report } from '../diagnostics/diagnostic.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import type { Place } from '../model/place.ts';
import { formatIdentity } from '../model/resource.ts';

/** Two objects of one identity in the input are an error (RP3007), `--namespace` standing in for an absent one. */
export function reportDuplicates<I extends Item>(
  inventory: Inventory<I>,
  how: { readonly namespace: string; readonly report: Report; readonly placeOf: (item: I) => Place },
): void {
  for (const [later, first] of inventory.duplicates(how.namespace))
    how.report('RP3007', [how.placeOf(later), how.placeOf(first)], { object: formatIdentity(later.identity) });
}
