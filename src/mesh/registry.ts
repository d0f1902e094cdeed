import type { MeshBackend } from './backend.ts';
import { linkerd } from './linkerd/backend.ts';

/** One line per mesh; the first is the default. An unknown name is an error, never a default. */
export const meshes: Readonly<Record<string, MeshBackend>> = {
  linkerd,
};
