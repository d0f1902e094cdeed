import { isList, isObject, type Value } from '../../model/resource.ts';

/** What a value has to look like: a test of a leaf, a list of one form, or a map with these keys and no others. */
export type Shape =
  | ((value: Value) => boolean)
  | { readonly each: Shape; readonly atLeast: number }
  | { readonly required: Readonly<Record<string, Shape>>; readonly optional?: Readonly<Record<string, Shape>> };

/** Whether a value has a shape; what the shape does not name is not in it. */
export function hasShape(value: Value | undefined, shape: Shape): boolean {
  if (value === undefined) return false;
  if (typeof shape === 'function') return shape(value);
  if ('each' in shape) return isList(value) && value.length >= shape.atLeast && value.every((item) => hasShape(item, shape.each));
  const { required, optional = {} } = shape;
  return (
    isObject(value) &&
    Object.keys(required).every((key) => Object.hasOwn(value, key)) &&
    Object.entries(value).every(([key, field]) => {
      const expected = Object.hasOwn(required, key) ? required[key] : Object.hasOwn(optional, key) ? optional[key] : undefined;
      return expected !== undefined && hasShape(field, expected);
    })
  );
}

/** An integer of at least `least`. */
export function isCount(least: number): Shape {
  return (value) => typeof value === 'number' && Number.isInteger(value) && value >= least;
}

export const isText: Shape = (value) => typeof value === 'string' && value !== '';

/** A duration as `formatDuration` writes it. */
export const isDuration: Shape = (value) => typeof value === 'string' && /^[0-9]+(?:h|m|s|ms)$/.test(value);

export function isOneOf(...texts: readonly string[]): Shape {
  return (value) => typeof value === 'string' && texts.includes(value);
}

export function isExactly(expected: Value): Shape {
  return (value) => value === expected;
}
