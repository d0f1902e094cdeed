import type { Value } from '../model/resource.ts';

/**
 * Indented JSON that ends in a line feed. Integers beyond 2^53 keep all their digits: JSON.stringify knows no bigint, so each is written
 * behind a mark, as many NULs as stand nowhere else in the text. YAML's `"\0"` makes NULs part of what people write.
 */
export function formatJson(value: Value): string {
  let hasBig = false;
  const write = (mark: string): string =>
    JSON.stringify(
      value,
      (_, each: unknown) => {
        if (typeof each !== 'bigint') return each;
        hasBig = true;
        return mark === '' ? '' : `${mark}${each}`;
      },
      2,
    );
  const plain = write('');
  if (!hasBig) return `${plain}\n`;
  let mark = '\u0000';
  while (plain.includes(escaped(mark))) mark += '\u0000';
  return `${write(mark).replace(new RegExp(`"${escaped(mark).replaceAll('\\', '\\\\')}(-?\\d+)"`, 'g'), '$1')}\n`;
}

function escaped(mark: string): string {
  return mark.replaceAll('\u0000', '\\u0000');
}
