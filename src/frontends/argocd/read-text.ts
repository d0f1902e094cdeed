import { readFileSync } from 'node:fs';

/** A file of the chart that we only look into on the side; helm says what is wrong with one that cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
