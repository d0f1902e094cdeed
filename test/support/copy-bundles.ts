import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './golden-cases.ts';

/** Puts into a directory what `Dockerfile` takes of the built program, and nothing else. */
export function copyBundles(directory: string): void {
  const dist = join(repository, 'dist');
  const wanted = readdirSync(dist).filter((name) => name.endsWith('.cjs') || name === 'help.txt');
  for (const name of wanted) copyFileSync(join(dist, name), join(directory, name));
}
