import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import { leafPlace, type Subject } from './rule.ts';

const limits = ['requestTimeout', 'responseTimeout'] as const;

/** RP2012: a try ends before the response and the request do (facts linkerd §1.3: retry timeout < response < request). */
export function retryTimeout(subject: Subject, report: Report): void {
  const text = subject.on.retry?.retryTimeout;
  const tryFor = text === undefined ? undefined : parseDuration(text);
  if (text === undefined || tryFor === undefined) return;
  for (const name of limits) {
    const limitText = subject.on.timeout?.[name];
    const limit = limitText === undefined ? undefined : parseDuration(limitText);
    // A limit of zero is RP2011's; nothing is shorter than that.
    if (limitText === undefined || limit === undefined || limit === 0 || tryFor < limit) continue;
    const places = [leafPlace(subject, 'retry.retryTimeout'), leafPlace(subject, `timeout.${name}`)];
    report('RP2012', places, { retryTimeout: text, field: `timeout.${name}`, limit: limitText });
  }
}
