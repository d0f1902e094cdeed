import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { meshes } from '../../src/mesh/registry.ts';
import { gatewayGroup, istioGroup } from '../../src/model/kinds.ts';
import type { GoldenCase } from './golden-cases.ts';

/** What a call writes for: the name of a mesh (`auto`: what the input shows), and how much of the Gateway API the cluster has. */
export interface MeshTarget {
  readonly mesh: string;
  readonly channel: 'standard' | 'experimental';
}

const judgedGroups: readonly string[] = [gatewayGroup, istioGroup];

/** The meshes that write nothing but routes and rules of Istio and the Gateway API, of which several judges know what is right. */
export const ruleMeshes: readonly string[] = Object.entries(meshes)
  .filter(([, { generates }]) => generates.every(({ group }) => judgedGroups.includes(group)))
  .map(([name]) => name);

/** What `argv` says, else what the configuration beside the input says, else the default of the product. */
export function readMeshTarget({ argv, cwd }: Pick<GoldenCase, 'argv' | 'cwd'>): MeshTarget {
  const config = readConfig(argv, cwd);
  const mesh = flagOf(argv, 'mesh') ?? /^ {2}mesh: ["']?([\w-]+)/m.exec(config)?.[1] ?? 'linkerd';
  const channel = flagOf(argv, 'gateway-channel') ?? /^ {2}gateway-?channel: ["']?(\w+)/im.exec(config)?.[1];
  return { mesh, channel: channel === 'experimental' ? 'experimental' : 'standard' };
}

/** Whether rules of Istio or the Gateway API are among the output: what is in it can have chosen them, and a policy can name a mesh. */
export function writesRules({ argv, cwd, out }: GoldenCase): boolean {
  const { mesh } = readMeshTarget({ argv, cwd });
  const named = new RegExp(`^\\s*"?resilience[.]auth-platform[.]github[.]com/mesh"?: ?"?(?:${ruleMeshes.join('|')})\\b`, 'm');
  return ruleMeshes.some((each) => each === mesh) || named.test(out) || /^\s*"?apiVersion"?: ?"?networking[.]istio[.]io\//m.test(out);
}

/** The end of every host. */
export function readClusterDomain({ argv }: Pick<GoldenCase, 'argv'>): string {
  return flagOf(argv, 'cluster-domain') ?? 'cluster.local';
}

function flagOf(argv: readonly string[], name: string): string | undefined {
  const at = argv.indexOf(`--${name}`);
  return argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? (at < 0 ? undefined : argv[at + 1]);
}

function readConfig(argv: readonly string[], cwd: string): string {
  const named = flagOf(argv, 'config');
  const places = named === undefined ? argv.slice(1).map((arg) => join(arg, 'resilience-renderer.yaml')) : [named];
  const found = places.map((place) => join(cwd, place)).find((place) => existsSync(place));
  return found === undefined ? '' : readFileSync(found, 'utf8');
}
