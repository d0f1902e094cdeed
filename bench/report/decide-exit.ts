import { judgeResult } from './judge-result.ts';
import type { Result } from './result.ts';
import type { RunReport } from './run-report.ts';

export interface Exit {
  readonly code: 0 | 1;
  readonly reasons: readonly string[];
}

/**
 * What broke always fails. A figure fails with `--gate` alone, and what could not be measured only where that must not happen
 * either: in CI nothing passes because a program is missing.
 */
export function decideExit({ rows }: RunReport, how: { readonly gate: boolean; readonly strict: boolean }): Exit {
  const reasons = rows.flatMap(({ row, results }) =>
    results.filter((result) => fails(result, how)).map((result) => `${row}: ${result.label}: ${reasonOf(result)}`),
  );
  return { code: reasons.length === 0 ? 0 : 1, reasons };
}

function fails(result: Result, { gate, strict }: { readonly gate: boolean; readonly strict: boolean }): boolean {
  switch (result.type) {
    case 'figure':
      return gate && judgeResult(result) === 'failed';
    case 'verdict':
      return !result.holds;
    case 'missing':
      return gate && strict;
  }
}

function reasonOf(result: Result): string {
  switch (result.type) {
    case 'figure':
      return 'the gate is not reached';
    case 'verdict':
      return 'it does not hold';
    case 'missing':
      return `not measured: ${result.reason}`;
  }
}
