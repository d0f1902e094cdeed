import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { repository } from '../support/golden-cases.ts';
import { withTree } from '../support/temp-tree.ts';
import { type Peer, type PeerResult, peers } from './peers.ts';

/** The programs that build a kustomization. kubectl runs no exec function, the others do with a flag. */
export const kustomizers: readonly Extract<Peer, `kustomize${string}` | 'kubectl'>[] = ['kustomize', 'kustomize-5.6', 'kubectl'];
export const withFunctions: readonly Extract<Peer, `kustomize${string}`>[] = ['kustomize', 'kustomize-5.6'];

/** A directory with kustomizations, our Component, and the built program on the PATH by its name. */
export interface Workshop {
  readonly root: string;
  /** Builds a directory with every kind of plugin allowed that the program knows. */
  build(peer: (typeof kustomizers)[number], directory: string): PeerResult;
  /** The same without the flag that lets functions run. */
  buildWithoutExec(peer: (typeof withFunctions)[number], directory: string): PeerResult;
  /** Puts name-reference.yaml into a directory, as users have to. */
  copyReference(directory: string): void;
  /** The program itself. */
  run(args: readonly string[], input?: string): PeerResult;
}

export function withWorkshop(files: Readonly<Record<string, string>>, use: (workshop: Workshop) => void): void {
  withTree(files, (root) => {
    const named = join(root, 'bin/resilience-renderer');
    mkdirSync(dirname(named), { recursive: true });
    symlinkSync(peers.renderer, named);
    cpSync(join(repository, 'kustomize'), join(root, 'kustomize'), { recursive: true });
    const env = {
      PATH: `${dirname(named)}:${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: root,
      KUSTOMIZE_PLUGIN_HOME: join(root, 'plugins'),
    };
    const start = (command: string, args: readonly string[], input = ''): PeerResult => {
      const done = spawnSync(command, args, { cwd: root, env, input, encoding: 'utf8', timeout: 120_000, maxBuffer: 64 * 1024 * 1024 });
      if (done.error !== undefined) throw done.error;
      return { code: done.status ?? -1, stdout: done.stdout, stderr: done.stderr };
    };
    const verbs = (peer: Peer): readonly string[] => (peer === 'kubectl' ? ['kustomize'] : ['build', '--enable-exec']);
    use({
      root,
      build: (peer, directory) => start(peers[peer], [...verbs(peer), '--enable-alpha-plugins', directory]),
      buildWithoutExec: (peer, directory) => start(peers[peer], ['build', '--enable-alpha-plugins', directory]),
      copyReference: (directory) => cpSync(join(root, 'kustomize/name-reference.yaml'), join(root, directory, 'name-reference.yaml')),
      run: (args, input) => start(named, args, input),
    });
  });
}

/** An object as `yaml` reads it: none of our own reading takes part. */
export interface Built {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

export function readBuilt(text: string): readonly Built[] {
  return parseAllDocuments(text).flatMap((document) => (document.toJS() ?? []) as Built | []);
}
