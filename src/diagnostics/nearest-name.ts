import { distance } from 'fastest-levenshtein';
import { compareCodePoints } from '../model/code-point-order.ts';

/** The name that somebody probably meant, when one is near enough. */
export function nearestName(wanted: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of known) {
    const d = distance(wanted, name);
    if (d < bestDistance || (d === bestDistance && best !== undefined && compareCodePoints(name, best) < 0)) {
      best = name;
      bestDistance = d;
    }
  }
  return best;
}
