import { createRequire } from 'node:module';

/** Comparing arrays, of all that diff can do, at its first use: only --check and --diff need it. The bundler replaces this module. */
export function diffLibrary(): typeof import('diff/lib/diff/array.js') {
  return createRequire(import.meta.url)('diff/lib/diff/array.js') as typeof import('diff/lib/diff/array.js');
}
