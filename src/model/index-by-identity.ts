import type { IdentityIndex, Item } from './inventory.ts';
import { effectiveKey } from './resource.ts';

/** An index of objects that are there already. One default namespace is all that a run has. */
export function indexByIdentity<I extends Item>(items: readonly I[]): IdentityIndex<I> {
  let known: { readonly defaultNamespace: string; readonly index: ReadonlyMap<string, I> } | undefined;
  const indexFor = (defaultNamespace: string): ReadonlyMap<string, I> => {
    if (known?.defaultNamespace !== defaultNamespace) known = { defaultNamespace, index: firstByKey(items, defaultNamespace) };
    return known.index;
  };
  return {
    find: (identity, defaultNamespace) => indexFor(defaultNamespace).get(effectiveKey(identity, defaultNamespace)),
    duplicates: (defaultNamespace) => {
      const index = indexFor(defaultNamespace);
      return items.flatMap((item) => {
        const first = index.get(effectiveKey(item.identity, defaultNamespace));
        return first === undefined || first === item ? [] : [[item, first] as const];
      });
    },
  };
}

function firstByKey<I extends Item>(items: readonly I[], defaultNamespace: string): ReadonlyMap<string, I> {
  const index = new Map<string, I>();
  for (const item of items) {
    if (item.identity.name === '' || item.identity.kind === '') continue;
    const key = effectiveKey(item.identity, defaultNamespace);
    if (!index.has(key)) index.set(key, item);
  }
  return index;
}
