import { readInside } from '../files/read-inside.ts';
import type { Repository } from './repository.ts';

/** A file of the chart that we only look into on the side; helm says what is wrong with one that cannot be read. Never one outside the repository. */
export function readText(path: string, { root }: Repository): string | undefined {
  try {
    return readInside(path, root).toString('utf8');
  } catch {
    return undefined;
  }
}
