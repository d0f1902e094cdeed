import type { Report } from '../../diagnostics/diagnostic.ts';
import { formatName, placeOf } from '../../model/resource.ts';
import type { Subject } from './rule.ts';

/** RP2022: a policy without any section in force changes nothing. `retry.enabled: false` asks for something: meshes retry unasked (facts meshes §0.2). */
export function nothingEnabled(subject: Subject, report: Report): void {
  if (subject.spec.retry?.enabled === false || Object.values(subject.on).some((section) => section !== undefined)) return;
  report('RP2022', placeOf(subject.resource, ['spec'], 'key'), { policy: formatName(subject.resource.identity) });
}
