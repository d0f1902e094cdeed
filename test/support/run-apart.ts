import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundle } from './run-bundle.ts';

/** A run of the built program that goes on while the test does something to it. */
export interface Apart {
  readonly child: ChildProcess;
  /** Resolves with the first bytes of its output, after which nobody reads until `ended` is asked for. */
  readonly started: Promise<unknown>;
  ended(): Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runApart(
  argv: readonly string[],
  where: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string },
): Apart {
  const env = { PATH: process.env['PATH'], ...where.env };
  const child = spawn(process.execPath, [bundle, ...argv], { cwd: where.cwd, env });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(where.input ?? '');
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const started = once(child.stdout, 'readable');
  const ended = async (): Promise<Ended> => {
    const read: Buffer[] = [];
    for await (const chunk of child.stdout) read.push(chunk as Buffer);
    const [code, signal] = await exit;
    return { code, signal, stdout: Buffer.concat(read).toString('utf8'), stderr: Buffer.concat(said).toString('utf8') };
  };
  return { child, started, ended };
}
