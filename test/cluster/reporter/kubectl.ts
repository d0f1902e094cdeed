import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../../support/golden-cases.ts';
import { type PeerResult, peers } from '../peers.ts';
import type { ApiServer } from './api-server.ts';

export interface KubectlOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs kubectl as the administrator. It does not block: stand-ins and proxies of the test go on meanwhile. */
export function kubectl(server: ApiServer, args: readonly string[], { input = '', env = {} }: KubectlOptions = {}): Promise<PeerResult> {
  const home = join(server.directory, 'home');
  const all = ['--kubeconfig', server.kubeconfig, '--cache-dir', join(home, 'cache'), ...args];
  const options = {
    cwd: repository,
    env: { PATH: process.env['PATH'], HOME: home, ...env },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 120_000,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(peers.kubectl, all, options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** The same for a command that has to succeed; gives what it printed. */
export async function mustKubectl(server: ApiServer, args: readonly string[], options: KubectlOptions = {}): Promise<string> {
  const done = await kubectl(server, args, options);
  if (done.code !== 0) throw new Error(`kubectl ${args.join(' ')}: exit ${done.code}\n${done.stderr}\n${done.stdout}`);
  return done.stdout;
}
