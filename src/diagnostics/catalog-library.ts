import { catalog } from './catalog.ts';

/** The catalogue at its first use: most runs have nothing to say, and its prose is a tenth of the program. The bundler replaces this module. */
export function catalogLibrary(): typeof catalog {
  return catalog;
}
