import type { Report } from '../../diagnostics/diagnostic.ts';
import type { PolicyField } from '../../model/policy-field.ts';
import { placeOf } from '../../model/resource.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2018, RP2023: an endpoint is chosen in one way (in Istio they are a oneOf, facts meshes §4). */
export function oneLoadBalancing(subject: Subject, report: Report): void {
  const { algorithm, consistentHash } = subject.on.loadBalancing ?? {};
  const ways: readonly (readonly [PolicyField, boolean])[] = [
    ['loadBalancing.algorithm', algorithm !== undefined],
    ['loadBalancing.consistentHash.header', consistentHash?.header !== undefined],
    ['loadBalancing.consistentHash.cookie.name', consistentHash?.cookie !== undefined],
    ['loadBalancing.consistentHash.sourceAddress', consistentHash?.sourceAddress === true],
  ];
  const [first, ...others] = ways.filter(([, isSet]) => isSet).map(([field]) => field);
  if (first === undefined && consistentHash !== undefined) {
    report('RP2018', placeOf(subject.resource, ['spec', 'loadBalancing', 'consistentHash'], 'key'), {
      section: 'loadBalancing',
      needs: 'consistentHash.header, consistentHash.cookie or consistentHash.sourceAddress',
    });
  }
  for (const other of others)
    report('RP2023', [leafPlace(subject, other), leafPlace(subject, first ?? other)], { first: first ?? other, second: other });
}
