import type { Machine } from '../machine.ts';
import type { RowResults } from './result.ts';

/** What bench/results.json holds. */
export interface RunReport {
  /** The day, as YYYY-MM-DD. */
  readonly date: string;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly rows: readonly RowResults[];
}
