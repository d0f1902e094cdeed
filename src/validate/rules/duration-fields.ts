import type { PolicyField } from '../../model/policy-field.ts';
import type { EnabledSections } from '../sections.ts';

/** Every duration of the given sections, as it is written. */
export function durationsOf(sections: EnabledSections): readonly (readonly [field: PolicyField, text: string])[] {
  const { circuitBreaker, retry, timeout, loadBalancing } = sections;
  const all: readonly (readonly [PolicyField, string | undefined])[] = [
    ['circuitBreaker.baseEjectionTime', circuitBreaker?.baseEjectionTime],
    ['circuitBreaker.maxEjectionTime', circuitBreaker?.maxEjectionTime],
    ['circuitBreaker.interval', circuitBreaker?.interval],
    ['retry.retryTimeout', retry?.retryTimeout],
    ['timeout.requestTimeout', timeout?.requestTimeout],
    ['timeout.responseTimeout', timeout?.responseTimeout],
    ['timeout.idleTimeout', timeout?.idleTimeout],
    ['loadBalancing.consistentHash.cookie.ttl', loadBalancing?.consistentHash?.cookie?.ttl],
  ];
  return all.filter((entry): entry is readonly [PolicyField, string] => entry[1] !== undefined);
}
