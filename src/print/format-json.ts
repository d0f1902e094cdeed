import type { Value } from '../model/resource.ts';

/** Indented JSON that ends in a line feed. Integers beyond 2^53 keep all their digits: JSON.stringify knows no bigint, so each is written behind a marker that no string can hold. */
export function formatJson(value: Value): string {
  const marked = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `\u0000${each}` : each), 2);
  return `${marked.replace(/"\\u0000(-?\d+)"/g, '$1')}\n`;
}
