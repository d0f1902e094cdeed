import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import { durationsOf } from './duration-fields.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2010: a duration is whole milliseconds and not absurdly long. Its form is the schema's matter. */
export function representableDurations(subject: Subject, report: Report): void {
  for (const [field, text] of durationsOf(subject.spec)) {
    if (parseDuration(text) === undefined) report('RP2010', leafPlace(subject, field), { field, value: text });
  }
}
