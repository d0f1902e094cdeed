import type { DocumentLimits } from '../model/limits.ts';
import type { FieldPath } from '../model/place.ts';
import { isList, isObject, type ObjectValue, type Value } from '../model/resource.ts';

/** What is too much in a value that was parsed. */
interface Found {
  readonly limit: 'depth' | 'keys' | 'aliases';
  readonly path: FieldPath;
}

/** How long a value is when every alias is written out, in characters, and how deep. */
interface Extent {
  readonly length: number;
  readonly depth: number;
}

interface Walk {
  readonly limits: DocumentLimits;
  readonly hasAliases: boolean;
  /** Aliases make a graph, so nothing is measured twice; `open` is what is being measured. */
  readonly measured: Map<Value, Extent | 'open'>;
  readonly path: (string | number)[];
}

/**
 * Looks for what would be too much to walk: parsers share what an alias stands for, so that a bomb only goes off where values are compared
 * or written. A text without aliases is as deep as the parser allowed, and one with few characters has few keys: most are not walked at all.
 */
export function findExcess(value: Value, text: string, limits: DocumentLimits): Found | undefined {
  const hasAliases = text.includes('*') && text.includes('&');
  if (!hasAliases && text.length <= 2 * limits.keys) return undefined;
  const walk: Walk = { limits, hasAliases, measured: new Map(), path: [] };
  const extent = measure(value, walk);
  if ('limit' in extent) return extent;
  // No character of a value stands for more than itself, so whatever is longer than its text is so by aliases.
  return hasAliases && extent.length - text.length > limits.aliases ? { limit: 'aliases', path: [] } : undefined;
}

function measure(value: Value, walk: Walk): Extent | Found {
  const { limits, hasAliases, measured, path } = walk;
  if (path.length >= limits.depth) return { limit: 'depth', path: [...path] };
  if (typeof value === 'string') return { length: value.length, depth: 1 };
  if (!isList(value) && !isObject(value)) return { length: 1, depth: 1 };
  if (!hasAliases) return isList(value) ? measureList(value, walk) : measureObject(value, walk);
  const known = measured.get(value);
  if (known === 'open') return { limit: 'aliases', path: [...path] };
  if (known !== undefined) return path.length + known.depth > limits.depth ? { limit: 'depth', path: [...path] } : known;
  measured.set(value, 'open');
  const extent = isList(value) ? measureList(value, walk) : measureObject(value, walk);
  if (!('limit' in extent)) measured.set(value, extent);
  return extent;
}

function measureList(list: readonly Value[], walk: Walk): Extent | Found {
  let length = 1;
  let depth = 0;
  for (let i = 0; i < list.length; i++) {
    walk.path.push(i);
    const inner = measure(list[i] as Value, walk);
    if ('limit' in inner) return inner;
    walk.path.pop();
    length += inner.length;
    depth = Math.max(depth, inner.depth);
  }
  return { length, depth: depth + 1 };
}

function measureObject(object: ObjectValue, walk: Walk): Extent | Found {
  const keys = Object.keys(object);
  if (keys.length > walk.limits.keys) return { limit: 'keys', path: [...walk.path] };
  let length = 1;
  let depth = 0;
  for (const key of keys) {
    walk.path.push(key);
    const inner = measure(object[key] as Value, walk);
    if ('limit' in inner) return inner;
    walk.path.pop();
    length += key.length + inner.length;
    depth = Math.max(depth, inner.depth);
  }
  return { length, depth: depth + 1 };
}
