import { join } from 'node:path';
import { generatedFrom } from '../../src/model/group.ts';
import type { MeshTarget } from '../support/golden-mesh.ts';
import { type PeerResult, runPeer } from './peers.ts';

/** A cluster, as far as definitions go: which version of each API it serves. */
export type CrdSet =
  | 'newest'
  | 'linkerd-2.18'
  | 'linkerd-2.16'
  | 'prometheus-operator'
  | `${'rules' | 'rules-1.5'}-${MeshTarget['channel']}`;

const linkerd = 'test/tools/crds/linkerd';
const istio = '.cache/tools/crds/istio-1.30.3/kubernetes/customresourcedefinitions.gen.yaml';
const own = 'schemas/crd.yaml';

function gatewayApi(version: string, channel: string): string {
  return join('.cache/tools/crds', `gateway-api-${version}`, 'config/crd', channel);
}

const paths: Record<CrdSet, readonly string[]> = {
  newest: [gatewayApi('1.6.1', 'standard'), linkerd, own],
  // What Linkerd 2.18 installs itself.
  'linkerd-2.18': [gatewayApi('1.1.1', 'standard'), linkerd, own],
  // What Linkerd 2.16 and 2.17 install themselves: the experimental channel, the only one that knows a parentRef's port at that version.
  'linkerd-2.16': [gatewayApi('0.7.1', 'experimental'), linkerd, own],
  // The newest release that is published as a Go module.
  'prometheus-operator': ['.cache/tools/crds/prometheus-operator-0.85.0/example/prometheus-operator-crd'],
  // Istio beside the two newest minors of the Gateway API, of which the older forgives more: no attempts, a code twice.
  'rules-standard': [gatewayApi('1.6.1', 'standard'), istio, linkerd, own],
  'rules-experimental': [gatewayApi('1.6.1', 'experimental'), istio, linkerd, own],
  'rules-1.5-standard': [gatewayApi('1.5.1', 'standard'), istio, linkerd, own],
  'rules-1.5-experimental': [gatewayApi('1.5.1', 'experimental'), istio, linkerd, own],
};

export interface Written {
  readonly args: readonly string[];
  readonly target: MeshTarget;
  /** Whether rules of Istio or the Gateway API are among the objects, whatever mesh the flags name. */
  readonly holdsRules: boolean;
}

/** The clusters that rendered objects must suit: the renderer's flags say what they were written for. */
export function crdSetsFor({ args, target, holdsRules }: Written): readonly CrdSet[] {
  const old = args.some((arg, i) => /^--mesh-version=2\.1[67]$/.test(`${arg === '--mesh-version' ? `${arg}=${args[i + 1]}` : arg}`));
  const sets: readonly CrdSet[] = old ? ['linkerd-2.16'] : ['newest', 'linkerd-2.18'];
  // What was written for several meshes is for a cluster that has the definitions of all of them.
  return holdsRules ? ruleSetsFor(target) : sets;
}

/** The clusters that rules of Istio and the Gateway API must suit. */
export function ruleSetsFor({ channel }: MeshTarget): readonly CrdSet[] {
  return [`rules-${channel}`, `rules-1.5-${channel}`];
}

/** Files and folders of definitions, relative to the repository. */
export function crdPaths(set: CrdSet): readonly string[] {
  return paths[set];
}

/** Asks the API server's own code about the objects in `text`. */
export function checkObjects(set: CrdSet, text: string, flags: readonly string[] = []): PeerResult & Counts {
  const done = runPeer('crd-check', [...paths[set].flatMap((path) => ['-crds', path]), ...flags], text);
  return { ...done, ...countsOf(done) };
}

/** The same for output of the renderer: what it generated must leave no default to the API server (design §4: no eternal OutOfSync). */
export function checkRendered(set: CrdSet, text: string): PeerResult & Counts {
  return checkObjects(set, text, ['-defaults-of', generatedFrom]);
}

export interface Counts {
  readonly checked: number;
  readonly problems: number;
  readonly complete: number;
  readonly unreadable: number;
}

function countsOf({ stdout, stderr }: PeerResult): Counts {
  const found = /^checked=(\d+) skipped=\d+ problems=(\d+) complete=(\d+) unreadable=(\d+)$/m.exec(stdout);
  if (found === null) throw new Error(`crd-check gave no summary: ${stderr}`);
  return { checked: Number(found[1]), problems: Number(found[2]), complete: Number(found[3]), unreadable: Number(found[4]) };
}
