import { formatDuration, parseDuration } from '../model/duration.ts';
import type { FieldPath } from '../model/place.ts';
import { type Resource, type Value, valueAt } from '../model/resource.ts';
import type { Importing } from './importing.ts';
import { reportUseless } from './report-rest.ts';

/** The duration at a path in the spelling of a policy; undefined where there is none, or one that a policy cannot say (RP4057). */
export function durationAt(resource: Resource, path: FieldPath, { report }: Pick<Importing, 'report'>): Value | undefined {
  const value = valueAt(resource.object, path);
  if (value === undefined || value === null) return undefined;
  const parsed = typeof value === 'string' ? parseDuration(value) : undefined;
  if (parsed !== undefined) return formatDuration(parsed);
  reportUseless({ resource, path }, 'it is not a duration in whole milliseconds', report);
  return undefined;
}
