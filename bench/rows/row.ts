import type { Bench } from '../bench.ts';
import type { Result } from '../report/result.ts';

/** One row of the table of targets. */
export interface Row {
  readonly name: string;
  readonly title: string;
  /** Measures; each result is shown as soon as it is there. Throws BenchError when a command fails. */
  measure(bench: Bench): Iterable<Result>;
}
