import type { Report } from '../../diagnostics/diagnostic.ts';
import { formatName } from '../../model/resource.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2020: zero retries are switched on; Linkerd would read a limit of 0 as its default of one (facts linkerd §1). */
export function noRetries(subject: Subject, report: Report): void {
  if (subject.on.retry?.maxAttempts !== 0) return;
  report('RP2020', leafPlace(subject, 'retry.maxAttempts'), { policy: formatName(subject.resource.identity) });
}
