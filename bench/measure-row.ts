import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { BenchError } from './measure/run-command.ts';
import type { Result, RowResults } from './report/result.ts';
import type { Row } from './rows/row.ts';

export interface Measuring extends Omit<Bench, 'directory'> {
  /** Called with each result as soon as it is there. */
  show(result: Result): void;
}

/** Measures a row in a directory of its own. A command that fails is a result too: the other rows of a long run are not lost. */
export function measureRow(row: Row, { show, ...rest }: Measuring): RowResults {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const results: Result[] = [];
  const keep = (measured: Result): void => {
    const result = rest.quick ? withoutTarget(measured) : measured;
    results.push(result);
    show(result);
  };
  try {
    for (const result of row.measure({ ...rest, directory })) keep(result);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    keep({ type: 'verdict', label: row.title, holds: false, detail: error.message });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return { row: row.name, title: row.title, results };
}

/** No target is meant for the sizes of `--quick`. */
function withoutTarget(result: Result): Result {
  if (result.type !== 'figure') return result;
  const { target: _, ...figure } = result;
  return figure;
}
