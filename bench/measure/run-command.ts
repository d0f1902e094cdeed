import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Command } from './command.ts';

/** What ends a row: a command that failed says nothing about speed. */
export class BenchError extends Error {}

export interface Run {
  /** Wall time of the whole process, in milliseconds. */
  readonly milliseconds: number;
  /** It was killed after the limit. */
  readonly stopped: boolean;
}

/** No command may take longer, in milliseconds; what is stopped gives a lower bound. */
export const longestRun = 120_000;

/**
 * The environment of every command: a certificate file alone costs Node 20 37 ms at each start (performance facts §1.1), and
 * what a developer sets for Git or kustomize is no part of the measurement.
 */
function environment(command: Command): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...rest } = process.env;
  return { ...rest, LC_ALL: 'C', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ...command.env };
}

/** `cat FILE | COMMAND`; the exit code is that of the command. */
const pipeline = 'cat "$1" | { shift; exec "$@"; }';

/** Runs a command to its end, or to the limit. Throws BenchError when it fails. */
export function runCommand(command: Command, limit: number = longestRun): Run {
  const [program, ...args] =
    command.piped === undefined ? command.argv : (['sh', '-c', pipeline, 'sh', command.piped, ...command.argv] as const);
  const input = command.stdin === undefined ? 'ignore' : openSync(command.stdin, 'r');
  const output = openSync(command.stdout ?? '/dev/null', 'w');
  // Only these: what is in a group of its own does not hear Ctrl-C, and kustomize would go on for half an hour.
  const detached = command.family === true || command.piped !== undefined;
  const options = { cwd: command.cwd, env: environment(command), timeout: limit, killSignal: 'SIGKILL', detached } as const;
  try {
    const start = process.hrtime.bigint();
    const done = spawnSync(program, args, { ...options, stdio: [input, output, 'pipe'] });
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    const stopped = (done.error as { readonly code?: string } | undefined)?.code === 'ETIMEDOUT';
    if (!stopped) refuseFailure(command, done);
    else if (detached) endFamily(done.pid);
    return { milliseconds, stopped };
  } finally {
    closeSync(output);
    if (typeof input === 'number') closeSync(input);
  }
}

/** The limit ends the shell alone. */
function endFamily(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    // Nobody is left.
    if ((error as { readonly code?: string }).code !== 'ESRCH') throw error;
  }
}

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: Buffer | null;
  readonly error?: Error;
}

function refuseFailure(command: Command, { status, signal, stderr, error }: Ended): void {
  if (status === 0) return;
  const why = error?.message ?? (signal === null ? `exit ${status}` : `signal ${signal}`);
  const said = String(stderr ?? '').trim();
  throw new BenchError(`${command.argv.slice(0, 4).join(' ')} …: ${why}${said === '' ? '' : `\n${said.slice(0, 2000)}`}`);
}
