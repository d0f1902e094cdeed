import type { ProgramOptions, ProgramResult } from '../world.ts';

const largestOutput = 512 * 1024 * 1024;

/**
 * While we wait for a program, a signal ends us at once, and nothing of ours can run any more to end the program too (docs/decisions/0016).
 * So a shell waits beside it for the end of a pipe that only we hold: when that comes, however we died, it kills the program and removes
 * its directory (and the shell before, which would kill it when the program ends). It ignores the signals that are sent to all of us, which a hang-up or Argo CD's deadline does.
 */
const watch = `scratch=$1
shift
"$@" 3<&- &
program=$!
(
  trap '' HUP INT TERM
  read -r _ <&3
  kill -KILL "$$" "$program"
  [ -z "$scratch" ] || rm -rf -- "$scratch"
) >/dev/null 2>&1 &
watcher=$!
wait "$program"
code=$?
kill -KILL "$watcher"
exit "$code"`;

/** What a shell says of a program that is not there, or may not be run. */
const missing: readonly (number | null)[] = [126, 127];

/** Runs another program to its end; it does not outlive us. Node's module is loaded when it is needed: most runs start no other program. */
export function runProgram(command: string, args: readonly string[], { cwd, env, timeout, scratch = '' }: ProgramOptions): ProgramResult {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const limits = { timeout, killSignal: 'SIGKILL', maxBuffer: largestOutput } as const;
  const options = { cwd, env, ...limits };
  const watched = spawnSync('/bin/sh', ['-c', watch, 'sh', scratch, command, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  // An image without a shell, or Windows.
  const isAlone = codeOf(watched.error) === 'ENOENT';
  const done = isAlone ? spawnSync(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }) : watched;
  const code = codeOf(done.error);
  const isMissing = isAlone ? code === 'ENOENT' || code === 'EACCES' : missing.includes(done.status);
  const failure =
    code === 'ETIMEDOUT'
      ? 'timeout'
      : isMissing
        ? 'missing'
        : done.status === null || (!isAlone && done.status > 128)
          ? 'killed'
          : undefined;
  return { code: done.status ?? -1, stdout: done.stdout ?? Buffer.alloc(0), stderr: done.stderr?.toString('utf8') ?? '', failure };
}

function codeOf(error: Error | undefined): string | undefined {
  return (error as { readonly code?: string } | undefined)?.code;
}
