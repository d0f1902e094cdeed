import { type SpawnSyncOptions, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './golden-cases.ts';

export const bundle: string = join(repository, 'dist/resilience-renderer.cjs');
const meddler = join(repository, 'test/support/meddle.cjs');

/** What somebody else does just before a call of the program (see meddle.cjs). */
export interface Meddling {
  readonly before: string;
  readonly match?: string;
  readonly nth?: number;
  readonly steps: readonly (readonly string[])[];
}

export interface Watched {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Where the files and directories really lie that were opened. */
  readonly opened: readonly string[];
}

export function runBundle(argv: readonly string[], options: SpawnSyncOptions): SpawnSyncReturns<string> {
  const env = { PATH: process.env['PATH'] };
  // A run that waits for something ends here, with no status.
  return spawnSync(process.execPath, [bundle, ...argv], { input: '', timeout: 60_000, env, ...options, encoding: 'utf8' });
}

/** Runs the built program in a directory; `record` is a file outside of it that does not exist yet. */
export function runWatched(
  argv: readonly string[],
  where: { readonly cwd: string; readonly record: string; readonly meddling?: Meddling; readonly stdout?: number },
): Watched {
  const { cwd, record, meddling, stdout = 'pipe' } = where;
  const env = { PATH: process.env['PATH'], RECORD: record, MEDDLE: JSON.stringify(meddling ?? {}) };
  const done = spawnSync(process.execPath, ['--require', meddler, bundle, ...argv], {
    cwd,
    stdio: ['ignore', stdout, 'pipe'],
    timeout: 60_000,
    env,
    encoding: 'utf8',
  });
  const opened = existsSync(record) ? readFileSync(record, 'utf8').split('\0').filter(Boolean) : [];
  return { status: done.status, stdout: done.stdout ?? '', stderr: done.stderr, opened };
}
