import type { Report } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../diagnostics/nearest-name.ts';
import type { ChosenMesh, MeshChoice } from '../mesh/mesh-choice.ts';
import { meshes } from '../mesh/registry.ts';
import { autoMesh, type RenderOptions } from '../model/options.ts';

/** Releases by the name of their mesh; '' is for the one mesh of the call. */
type Releases = ReadonlyMap<string, string>;

/** The meshes that the options allow. An unknown name or version is an error with a suggestion, never a default (RP5006). */
export function chooseBackend({ mesh, meshVersion }: RenderOptions, report: Report): MeshChoice | undefined {
  const releases = parseReleases(meshVersion, report);
  const known = mesh === autoMesh || Object.hasOwn(meshes, mesh);
  if (!known) {
    const names = [...Object.keys(meshes), autoMesh];
    report('RP5006', [], { option: '--mesh', value: mesh, choices: names.join(', '), nearest: nearestName(mesh, names) });
  }
  if (!known || releases === undefined) return undefined;
  const plain = releases.get('');
  if (plain !== undefined && !isVersionOf(mesh, plain, report)) return undefined;
  const of = (name: string): ChosenMesh | undefined => {
    const backend = Object.hasOwn(meshes, name) ? meshes[name] : undefined;
    const version = releases.get(name) ?? (name === mesh ? plain : undefined) ?? backend?.versions.at(-1);
    return backend === undefined || version === undefined ? undefined : { name, backend, version };
  };
  return { single: mesh === autoMesh ? undefined : of(mesh), of };
}

/** `2.18`, or `linkerd=2.18,istio=1.30`. */
function parseReleases(text: string | undefined, report: Report): Releases | undefined {
  const parts = (text ?? '').split(',').filter((part) => part !== '');
  const releases = new Map(parts.map((part) => (part.includes('=') ? (part.split('=', 2) as [string, string]) : (['', part] as const))));
  const wrong = [...releases].some(([name, version]) => name !== '' && !isVersionOf(name, version, report));
  return wrong ? undefined : releases;
}

function isVersionOf(name: string, version: string, report: Report): boolean {
  const versions = Object.hasOwn(meshes, name) ? (meshes[name]?.versions ?? []) : undefined;
  if (versions?.includes(version)) return true;
  const names = Object.keys(meshes);
  if (versions === undefined) {
    const choices = names.map((each) => `${each}=${meshes[each]?.versions.at(-1)}`).join(', ');
    report('RP5006', [], { option: '--mesh-version', value: name === autoMesh ? version : `${name}=${version}`, choices });
  } else {
    report('RP5006', [], {
      option: '--mesh-version',
      value: version,
      choices: versions.join(', '),
      nearest: nearestName(version, versions),
    });
  }
  return false;
}
