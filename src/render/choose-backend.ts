import type { Report } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../diagnostics/nearest-name.ts';
import type { MeshBackend } from '../mesh/backend.ts';
import { meshes } from '../mesh/registry.ts';
import type { RenderOptions } from '../model/options.ts';

/** A mesh and the release of it that is rendered for. */
export interface ChosenMesh {
  readonly backend: MeshBackend;
  readonly version: string;
}

/** The mesh of the options. An unknown name or version is an error with a suggestion, never a default (RP5006). */
export function chooseBackend({ mesh, meshVersion }: RenderOptions, report: Report): ChosenMesh | undefined {
  const backend = Object.hasOwn(meshes, mesh) ? meshes[mesh] : undefined;
  if (backend === undefined) {
    const names = Object.keys(meshes);
    report('RP5006', [], { option: '--mesh', value: mesh, choices: names.join(', '), nearest: nearestName(mesh, names) });
    return undefined;
  }
  const version = meshVersion ?? backend.versions.at(-1) ?? '';
  if (backend.versions.includes(version)) return { backend, version };
  const nearest = nearestName(version, backend.versions);
  report('RP5006', [], { option: '--mesh-version', value: version, choices: backend.versions.join(', '), nearest });
  return undefined;
}
