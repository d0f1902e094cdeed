import { readDestinationRules } from './destination-rule.ts';
import { readRoutes } from './http-route.ts';
import type { Importing } from './importing.ts';
import { readServiceAnnotations } from './linkerd-annotations.ts';
import { readRateLimits } from './rate-limit.ts';
import type { Rule } from './rule.ts';
import { readServiceProfiles } from './service-profile.ts';
import { reportTrafficSplits } from './traffic-split.ts';
import { readVirtualServices } from './virtual-service.ts';

/** One line for each kind of object that an import reads. */
const sources: readonly ((importing: Importing) => readonly Rule[])[] = [
  readVirtualServices,
  readDestinationRules,
  readServiceAnnotations,
  readRoutes,
  readServiceProfiles,
  readRateLimits,
];

/** Everything that the input says of requests to Services. */
export function collectRules(importing: Importing): readonly Rule[] {
  reportTrafficSplits(importing);
  return sources.flatMap((read) => read(importing));
}
