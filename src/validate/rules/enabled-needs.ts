import type { Report } from '../../diagnostics/diagnostic.ts';
import { placeOf } from '../../model/resource.ts';
import type { EnabledSections } from '../sections.ts';
import type { Subject } from './rule.ts';

/** For each section, the fields of which at least one has to be there. */
const needs = {
  circuitBreaker: ['failureThreshold'],
  retry: ['maxAttempts'],
  timeout: ['requestTimeout', 'responseTimeout', 'idleTimeout'],
  rateLimit: ['requestsPerSecond', 'perClientRequestsPerSecond', 'overrides'],
  loadBalancing: ['algorithm', 'consistentHash'],
  bulkhead: ['maxConnections', 'maxPendingRequests', 'maxRequests'],
} as const satisfies Record<keyof EnabledSections, readonly string[]>;

/** RP2018: a section that is on has something to enforce; there are no guessed defaults. */
export function enabledNeeds(subject: Subject, report: Report): void {
  for (const section of Object.keys(needs) as (keyof EnabledSections)[]) {
    const values = subject.on[section];
    if (values === undefined || needs[section].some((field) => Object.hasOwn(values, field))) continue;
    report('RP2018', placeOf(subject.resource, ['spec', section], 'key'), { section, needs: formatChoices(needs[section]) });
  }
}

function formatChoices(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
