import { isList, isObject, type KubeObject, type ObjectValue, type Value } from '../../../model/resource.ts';

/** Keeps one copy of what many objects have in common: thousands of routes differ in little but names. */
export type ShareValues = (object: KubeObject) => KubeObject;

/** Beyond it, what is remembered is forgotten: most values are met once, and need not be kept for that. */
const mostRemembered = 4096;

export function createSharing(): ShareValues {
  const texts = new Map<string, string>();
  const parts = new Map<string, Value>();

  /** Parts by their text; an API server sends nothing that JSON cannot write. */
  function share(value: Value): Value {
    if (typeof value === 'string') return recall(texts, value, () => value);
    if (isList(value)) return recall(parts, JSON.stringify(value), () => value.map(share));
    return isObject(value) ? recall(parts, JSON.stringify(value), () => shareEntries(value)) : value;
  }

  function shareEntries(value: ObjectValue): ObjectValue {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, share(each)]));
  }

  return (object) => {
    const { metadata, ...rest } = object;
    if (!isObject(metadata)) return shareEntries(object);
    // Of the rest of metadata nothing is anybody else's.
    const { namespace } = metadata;
    return { ...shareEntries(rest), metadata: namespace === undefined ? metadata : { ...metadata, namespace: share(namespace) } };
  };
}

function recall<T extends Value>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= mostRemembered) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}
