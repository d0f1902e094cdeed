import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/golden-cases.ts';

const tools: string = join(repository, '.cache/tools');

/** The names that envtest looks up (reporter facts §5.4), so that a CI that has these programs need not build them. */
function asset(name: string): string {
  const directory = process.env['KUBEBUILDER_ASSETS'];
  const given = process.env[`TEST_ASSET_${name.toUpperCase().replaceAll('-', '_')}`];
  return given ?? join(directory ?? tools, name);
}

/** A program that the renderer has to get on with, and where it lies once it is built. */
export const peers = {
  'argocd-cmp-server': join(tools, 'argocd-cmp-server'),
  'argocd-health': join(tools, 'argocd-health'),
  'crd-check': join(tools, 'crd-check'),
  etcd: asset('etcd'),
  'garbage-collector': join(tools, 'garbage-collector'),
  helm: join(tools, 'helm'),
  'istio-check': join(tools, 'istio-check'),
  'kube-apiserver': asset('kube-apiserver'),
  kubectl: join(tools, 'kubectl'),
  kustomize: join(tools, 'kustomize'),
  'kustomize-5.6': join(tools, 'kustomize-5.6'),
  'promql-check': join(tools, 'promql-check'),
  'pre-commit': join(tools, 'pre-commit-venv/bin/pre-commit'),
  renderer: join(repository, 'dist/resilience-renderer.cjs'),
} as const;

export type Peer = keyof typeof peers;

export interface PeerResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a peer to its end. Only a program that cannot be started throws: a refusal is an answer. */
export function runPeer(peer: Peer, args: readonly string[], input = ''): PeerResult {
  const command = peer === 'renderer' ? process.execPath : peers[peer];
  const rest = peer === 'renderer' ? [peers.renderer, ...args] : args;
  const done = spawnSync(command, rest, { cwd: repository, input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, timeout: 120_000 });
  if (done.error !== undefined) throw done.error;
  return { code: done.status ?? -1, stdout: done.stdout, stderr: done.stderr };
}

/**
 * The peers that are not built. Nothing may pass in CI because a peer is missing, so there this throws;
 * elsewhere the suite is skipped, and says so.
 */
export function missingPeers(needed: readonly Peer[]): readonly Peer[] {
  const missing = needed.filter((peer) => !existsSync(peers[peer]));
  if (missing.length === 0) return missing;
  const message = `missing: ${missing.join(', ')} (npm ci builds the renderer, test/tools/build.sh the other programs)`;
  if (process.env['CI'] !== undefined) throw new Error(message);
  console.warn(`SKIPPED: ${message}`);
  return missing;
}
