import { createRequire } from 'node:module';

let library: typeof import('yaml') | undefined;

/** The package `yaml`, loaded at first use: most runs never place an error or edit an awkward object (design §2). */
export function yamlLibrary(): typeof import('yaml') {
  library ??= createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return library;
}
