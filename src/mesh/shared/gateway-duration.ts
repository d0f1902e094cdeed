import { formatDuration, type Milliseconds } from '../../model/duration.ts';

/** The longest that one group of the grammar holds; eleven years are as good as none. */
export const longestGatewayDuration: Milliseconds = 99_999 * 3_600_000;

const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/**
 * Writes a duration in the grammar of GEP-2257, `^([0-9]{1,5}(h|m|s|ms)){1,4}$`: as other meshes have it where five digits
 * are enough, else in several units. What is longer than `longestGatewayDuration` becomes that.
 */
export function formatGatewayDuration(milliseconds: Milliseconds): string {
  const bounded = Math.min(milliseconds, longestGatewayDuration);
  const single = formatDuration(bounded);
  if (/^[0-9]{1,5}[a-z]/.test(single)) return single;
  let rest = bounded;
  return units
    .map(([unit, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count === 0 ? '' : `${count}${unit}`;
    })
    .join('');
}
