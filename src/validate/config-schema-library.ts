import { expectations, validate } from './config-schema.gen.js';

/** The validator of a RendererConfig at its first use: most runs have none. The bundler replaces this module. */
export function configSchemaLibrary(): { readonly validate: typeof validate; readonly expectations: typeof expectations } {
  return { validate, expectations };
}
