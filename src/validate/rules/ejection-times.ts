import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2016: the ejection time grows from the base to the maximum; Linkerd drops a breaker that says otherwise (facts linkerd §1). */
export function ejectionTimes(subject: Subject, report: Report): void {
  const { baseEjectionTime: base, maxEjectionTime: max } = subject.on.circuitBreaker ?? {};
  if (base === undefined || max === undefined) return;
  const baseTime = parseDuration(base);
  const maxTime = parseDuration(max);
  // A maximum of zero is RP2011's.
  if (baseTime === undefined || maxTime === undefined || maxTime === 0 || baseTime <= maxTime) return;
  const places = [leafPlace(subject, 'circuitBreaker.baseEjectionTime'), leafPlace(subject, 'circuitBreaker.maxEjectionTime')];
  report('RP2016', places, { base, max });
}
