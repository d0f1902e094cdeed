import { equalValues, isObject, type KubeObject, type ObjectValue, stringAt } from '../../../model/resource.ts';

/** The objects of one target as the server last told them. Each change says whether it changes anything but the resourceVersion. */
export interface ObjectCache {
  objects(): Iterable<KubeObject>;
  size(): number;
  get(name: { readonly namespace: string; readonly name: string }): KubeObject | undefined;
  put(object: KubeObject): boolean;
  remove(object: KubeObject): boolean;
  /** The list's word counts, whatever was known before: resourceVersions have no order (reporter facts §4 case 26). */
  replace(objects: readonly KubeObject[]): boolean;
  clear(): boolean;
}

export function createObjectCache(trim: (object: KubeObject) => KubeObject): ObjectCache {
  let known = new Map<string, KubeObject>();
  return {
    objects: () => known.values(),
    size: () => known.size,
    get: ({ namespace, name }) => known.get(`${namespace}/${name}`),
    put: (object) => {
      const trimmed = trim(object);
      const before = known.get(keyOf(trimmed));
      known.set(keyOf(trimmed), keepEqual(before, trimmed));
      return !isSame(before, trimmed);
    },
    remove: (object) => known.delete(keyOf(object)),
    replace: (objects) => {
      const next = new Map(objects.map((object) => [keyOf(object), keepEqual(known.get(keyOf(object)), object)]));
      const changed = next.size !== known.size || [...next].some(([key, object]) => !isSame(known.get(key), object));
      known = next;
      return changed;
    },
    clear: () => {
      const changed = known.size > 0;
      known = new Map();
      return changed;
    },
  };
}

/** The same object for the same content: by that an evaluation sees what has not changed, after a new list of thousands, too. */
function keepEqual(before: KubeObject | undefined, after: KubeObject): KubeObject {
  return before !== undefined && equalValues(before, after) ? before : after;
}

const keyOf = (object: KubeObject): string => `${stringAt(object, ['metadata', 'namespace'])}/${stringAt(object, ['metadata', 'name'])}`;

/** An update of what is not kept, managedFields for one, changes nothing (reporter facts §1.7, #2424). */
function isSame(before: KubeObject | undefined, after: KubeObject): boolean {
  return before !== undefined && equalValues(withoutVersion(before), withoutVersion(after));
}

function withoutVersion(object: KubeObject): ObjectValue {
  const { metadata, ...rest } = object;
  if (!isObject(metadata)) return object;
  const { resourceVersion: _, ...kept } = metadata;
  return { ...rest, metadata: kept };
}
