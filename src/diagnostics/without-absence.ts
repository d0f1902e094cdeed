import type { Code } from './catalog.ts';
import type { Report } from './diagnostic.ts';

/** Codes that say that something is not in the input. */
const absence: ReadonlySet<Code> = new Set(['RP3002', 'RP3006', 'RP3010', 'RP3011']);

/** A report for an input that was not read whole: what seems absent may only be unreadable, which has been said. */
export function withoutAbsence(report: Report): Report {
  return (code, places, args) => {
    if (!absence.has(code)) report(code, places, args);
  };
}
