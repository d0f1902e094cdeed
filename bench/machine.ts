import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { repository } from './measure/command.ts';
import { findPeer, type Peer } from './peers.ts';

/** Where figures were taken: without it they mean nothing. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
  /** Of one minute, at the start: a busy machine gives worse figures. */
  readonly load: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

export function describeMachine(): Machine {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly version: string };
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    system: `${process.platform} ${process.arch}`,
    versions: {
      'resilience-renderer': version,
      node: process.version.slice(1),
      ...versionOf('git', ['--version'], /([\d.]+)/),
      // kubectl that is built from its module has no version of its own, kustomize inside it does.
      ...versionOf('kubectl', ['version', '--client'], /Kustomize Version: v([\d.]+)/, 'kustomize in kubectl'),
    },
  };
}

function versionOf(peer: Peer, ...[args, pattern, name = peer]: [readonly string[], RegExp, string?]): Readonly<Record<string, string>> {
  const program = findPeer(peer);
  if (program === undefined) return {};
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 });
  return { [name]: pattern.exec(stdout ?? '')?.[1] ?? 'unknown' };
}
