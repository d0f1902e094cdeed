import { createRequire } from 'node:module';

/** picomatch at its first use: most runs exclude nothing. The bundler replaces this module. */
export function globLibrary(): typeof import('picomatch') {
  return createRequire(import.meta.url)('picomatch') as typeof import('picomatch');
}
