import { formatIdentity, placeOf, stringAt } from '../model/resource.ts';
import type { Importing } from './importing.ts';

/** SMI has no retries, timeouts or breakers, so that there is nothing to import from a TrafficSplit; it is said (RP4058). */
export function reportTrafficSplits({ open, report }: Importing): void {
  for (const resource of open('split.smi-spec.io', 'TrafficSplit')) {
    const service = stringAt(resource.object, ['spec', 'service']);
    report('RP4058', placeOf(resource, ['spec', 'backends'], 'key'), { object: formatIdentity(resource.identity), service });
  }
}
