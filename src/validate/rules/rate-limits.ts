import type { Report } from '../../diagnostics/diagnostic.ts';
import type { FieldPath } from '../../model/place.ts';
import { fieldPath } from '../../model/policy.ts';
import { placeOf } from '../../model/resource.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2017: no client is allowed more than all together (Linkerd's webhook refuses it, facts linkerd §5). */
export function rateLimits(subject: Subject, report: Report): void {
  const { requestsPerSecond: total, perClientRequestsPerSecond: perClient, overrides = [] } = subject.on.rateLimit ?? {};
  if (total === undefined) return;
  const check = (field: string, value: number, path: FieldPath): void => {
    if (value <= total) return;
    report('RP2017', [placeOf(subject.resource, path), leafPlace(subject, 'rateLimit.requestsPerSecond')], { field, value, total });
  };
  if (perClient !== undefined) {
    check('rateLimit.perClientRequestsPerSecond', perClient, fieldPath('rateLimit.perClientRequestsPerSecond'));
  }
  for (const [i, override] of overrides.entries()) {
    const path = [...fieldPath('rateLimit.overrides'), i, 'requestsPerSecond'];
    check(`rateLimit.overrides[${i}].requestsPerSecond`, override.requestsPerSecond, path);
  }
}
