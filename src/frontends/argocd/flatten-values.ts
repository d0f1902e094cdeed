import type { Value } from '../../model/resource.ts';

/** A form with more fields than this helps nobody; and a few lines with YAML aliases can stand for millions of values. */
const mostValues = 2_000;

/** The values of a chart in the flat form that Argo CD announces and `helm --set` takes: `image.tag`, `hosts[0]`. Empty where there are too many. */
export function flattenValues(values: Value): Readonly<Record<string, string>> {
  const found: [string, string][] = [];
  const open: (readonly [path: string, value: Value])[] = [['', values]];
  for (let seen = 0; open.length > 0; seen++) {
    const [path, value] = open.pop() as readonly [string, Value];
    if (seen > mostValues || open.length > mostValues) return {};
    if (typeof value !== 'object' || value === null) {
      if (path !== '') found.push([path, value === null ? '' : String(value)]);
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) open.push([`${path}[${i}]`, item as Value]);
    } else {
      for (const [key, item] of Object.entries(value)) open.push([path === '' ? key : `${path}.${key}`, item as Value]);
    }
  }
  return Object.fromEntries(found.reverse());
}
