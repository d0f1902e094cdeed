import { parseArgs } from 'node:util';
import { nearestName } from '../src/diagnostics/nearest-name.ts';
import { rows } from './rows/index.ts';
import type { Row } from './rows/row.ts';

export interface CommandLine {
  readonly rows: readonly Row[];
  readonly quick: boolean;
  readonly profile: boolean;
  readonly gate: boolean;
  readonly writeDocs: boolean;
  /** Results of an earlier run, instead of measuring. */
  readonly from: string | undefined;
  /** Where the results go. */
  readonly output: string | undefined;
  readonly help: boolean;
}

/** A command line that makes no sense: exit code 2. */
export class UsageError extends Error {}

export const usage: string = `Usage: npm run bench -- [options]

Measures the built program against other programs and prints a table.

  --row NAME       only this row; may be repeated: ${rows.map(({ name }) => name).join(', ')}
  --quick          small sizes and two pairs, to see that the harness works; no gates, and no file unless --output names one
  --gate           exit 1 when a gate is not reached
  --profile        keep a CPU profile of each command of ours in bench/profiles
  --output FILE    where the results go as JSON (default: bench/results.json)
  --from FILE      take the results of an earlier run instead of measuring
  --write-docs     write docs/performance.md from the results
  --help           print this

What cannot be measured here says so. Exit codes: 0 fine, 1 a gate is not reached (with --gate) or something broke, 2 wrong usage.
`;

const options = {
  row: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
  gate: { type: 'boolean' },
  profile: { type: 'boolean' },
  output: { type: 'string' },
  from: { type: 'string' },
  'write-docs': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Throws UsageError. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { row, 'write-docs': writeDocs = false, ...flags } = parse(argv);
  const { quick = false, gate = false, profile = false, help = false, from, output } = flags;
  const given = { '--row': row, '--quick': quick, '--profile': profile, '--output': output };
  const clash = (flag: string, others: readonly (keyof typeof given)[], why: string): void => {
    const other = others.find((name) => given[name] !== undefined && given[name] !== false);
    if (other !== undefined) throw new UsageError(`${flag} excludes ${other}: ${why}`);
  };
  if (from !== undefined) clash('--from', ['--row', '--quick', '--profile', '--output'], 'nothing is measured');
  if (gate) clash('--gate', ['--quick'], 'no gate is meant for its sizes');
  if (writeDocs) clash('--write-docs', ['--quick', '--row'], 'the page shows every row at its full size');
  return { rows: row === undefined ? rows : rowsNamed(row), quick, gate, profile, writeDocs, help, from, output };
}

function parse(argv: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options }>>['values'] {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function rowsNamed(names: readonly string[]): readonly Row[] {
  for (const name of names) {
    if (rows.some((row) => row.name === name)) continue;
    const known = rows.map((row) => row.name);
    const near = nearestName(name, known);
    throw new UsageError(`no row "${name}"; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean "${near}"?`}`);
  }
  return rows.filter(({ name }) => names.includes(name));
}
