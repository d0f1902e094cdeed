import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FakeApi } from './fake-api-server.ts';
import { repository } from './golden-cases.ts';

/** The command as a person starts it, from the sources. */
export interface Started {
  readonly child: ChildProcess;
  stderr(): string;
  ended(): Promise<number | null>;
}

export function startCommand(argv: readonly string[]): Started {
  const child = spawn(process.execPath, ['--import', 'tsx', join(repository, 'src/main.ts'), 'reporter', ...argv], {
    cwd: repository,
    env: { PATH: process.env['PATH'] },
  });
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => void child.on('exit', (code) => resolve(code)));
  return { child, stderr: () => stderr, ended: () => ended };
}

export function kubeconfigOf(api: FakeApi): string {
  const cluster = { server: api.url.href, 'certificate-authority-data': Buffer.from(api.ca).toString('base64') };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'fake', cluster }],
    users: [{ name: 'me', user: { token: 'very-secret' } }],
    contexts: [{ name: 'it', context: { cluster: 'fake', user: 'me', namespace: 'mesh' } }],
    'current-context': 'it',
  });
}
