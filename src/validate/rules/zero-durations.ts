import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import { durationsOf } from './duration-fields.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2011: zero means "at once" to Linkerd and "never" to others (facts linkerd §1.3, meshes §2.1). */
export function zeroDurations(subject: Subject, report: Report): void {
  for (const [field, text] of durationsOf(subject.on)) {
    // A cookie without a life of its own is a session cookie everywhere.
    if (field === 'loadBalancing.consistentHash.cookie.ttl') continue;
    if (parseDuration(text) === 0) report('RP2011', leafPlace(subject, field), { field });
  }
}
