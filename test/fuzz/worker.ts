import { corpusInputs } from './corpus.ts';
import type { CoverageProbe } from './coverage.ts';
import { fuzz } from './fuzz.ts';
import { seeds, traps } from './generate.ts';
import { showInput } from './input.ts';
import type { TargetName } from './targets.ts';

/** What a worker is told in its one argument, as JSON. */
export interface WorkerOrder {
  readonly seed: number;
  readonly targets: readonly TargetName[];
  /** Ends it: milliseconds, executions, or both. */
  readonly milliseconds?: number;
  readonly executions?: number;
  readonly firstOnly?: boolean;
}

/** What it answers, on the last line of its output. */
export interface WorkerAnswer {
  readonly executions: number;
  readonly worked: Readonly<Partial<Record<TargetName, number>>>;
  readonly corpus: number;
  readonly coverage: readonly { readonly folder: string; readonly lines: number; readonly covered: number }[];
  readonly findings: readonly { readonly law: string; readonly message: string; readonly input: string; readonly executions: number }[];
}

/** Runs in a bundle of the fuzzer and the sources (bundle.ts), so that coverage is that of one script. */
export function work(order: WorkerOrder, probe: CoverageProbe): WorkerAnswer {
  const end = Date.now() + (order.milliseconds ?? Number.POSITIVE_INFINITY);
  const report = fuzz({
    seed: order.seed,
    targets: order.targets,
    guide: probe,
    goesOn: (executions) => executions < (order.executions ?? Number.POSITIVE_INFINITY) && Date.now() < end,
    firstOnly: order.firstOnly ?? false,
    first: [...corpusInputs(), ...traps, ...seeds],
  });
  return {
    executions: report.executions,
    worked: report.worked,
    corpus: report.corpus.length,
    coverage: probe.report(),
    findings: report.findings.map(({ law, message, input, executions }) => ({ law, message, input: showInput(input), executions })),
  };
}
