import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseStatusConditions } from '../../model/retry-conditions.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2013: the HTTP conditions can be read (facts linkerd §1.2). */
export function statusCodes(subject: Subject, report: Report): void {
  const text = subject.spec.retry?.retryableStatusCodes;
  const parsed = text === undefined ? undefined : parseStatusConditions(text);
  if (parsed === undefined || parsed.ok) return;
  report('RP2013', leafPlace(subject, 'retry.retryableStatusCodes'), { field: 'retry.retryableStatusCodes', item: parsed.item });
}
