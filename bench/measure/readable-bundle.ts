import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { repository } from './command.ts';

/** The program with its names: what is shipped is minified, and a profile of it says little. Returns its path. */
export function writeReadableBundle(directory: string): string {
  const outfile = join(directory, 'readable.cjs');
  buildSync({
    entryPoints: [join(repository, 'src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    external: ['*/run-reporter.ts'],
    define: {
      RESILIENCE_RENDERER_VERSION: '"profile"',
      'import.meta.url': JSON.stringify(pathToFileURL(join(repository, 'src/main.ts')).href),
    },
    logLevel: 'silent',
  });
  return outfile;
}
