import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import type { Missing } from '../report/result.ts';
import { type Command, withNodeFlags } from './command.ts';
import { BenchError, runCommand } from './run-command.ts';

const hook = join(import.meta.dirname, 'write-peak.cjs');
/** Only gigabytes take longer than anything that is timed. */
const limit = 600_000;

/** Peak resident memory of a Node program, in bytes. Throws BenchError when the program fails. */
export function peakMemory(bench: Bench, command: Command): number {
  const file = join(bench.directory, 'peak');
  const { stopped } = runCommand({ ...withNodeFlags(command, ['--require', hook]), env: { BENCH_PEAK_FILE: file } }, limit);
  if (stopped) throw new BenchError(`stopped after ${limit / 1000} s`);
  const bytes = Number(readFileSync(file, 'utf8'));
  rmSync(file);
  if (!(bytes > 0)) throw new BenchError('the program did not say how much memory it took');
  return bytes;
}

/** Peak memory is read from /proc. */
export function missingProc(label: string): Missing | undefined {
  if (existsSync('/proc/self/status')) return undefined;
  return { type: 'missing', label, reason: 'peak memory is read from /proc, which this system does not have' };
}
