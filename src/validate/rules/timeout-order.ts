import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import { leafPlace, type Subject } from './rule.ts';

const parts = ['responseTimeout', 'idleTimeout'] as const;

/** RP2021: a limit for a part of a request can only be reached when it is not longer than that for the whole (facts linkerd §1.3). */
export function timeoutOrder(subject: Subject, report: Report): void {
  const { timeout } = subject.on;
  const request = timeout?.requestTimeout;
  const whole = request === undefined ? undefined : parseDuration(request);
  // A whole of zero is RP2011's.
  if (request === undefined || whole === undefined || whole === 0) return;
  for (const name of parts) {
    const value = timeout?.[name];
    const part = value === undefined ? undefined : parseDuration(value);
    if (value === undefined || part === undefined || part <= whole) continue;
    const places = [leafPlace(subject, `timeout.${name}`), leafPlace(subject, 'timeout.requestTimeout')];
    report('RP2021', places, { field: `timeout.${name}`, value, request });
  }
}
