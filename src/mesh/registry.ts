import type { MeshBackend } from './backend.ts';
import { gatewayApi } from './gateway-api/backend.ts';
import { istio } from './istio/backend.ts';
import { istioAmbient } from './istio-ambient/backend.ts';
import { linkerd } from './linkerd/backend.ts';

/** One line per mesh; the first is the default. An unknown name is an error, never a default. */
export const meshes: Readonly<Record<string, MeshBackend>> = {
  linkerd,
  istio,
  'istio-ambient': istioAmbient,
  'gateway-api': gatewayApi,
};

/** Every annotation key that one of them writes: all others on an object of the user's, ours apart, are somebody else's. */
export const meshKeys: ReadonlySet<string> = new Set(Object.values(meshes).flatMap((mesh) => [...mesh.annotationKeys]));
