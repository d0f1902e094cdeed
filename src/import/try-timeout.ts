import { parseDuration } from '../model/duration.ts';
import type { FieldPath } from '../model/place.ts';
import type { Resource, Value } from '../model/resource.ts';
import type { Importing } from './importing.ts';
import { reportUseless } from './report-rest.ts';
import type { Settings, Take } from './setting.ts';

/** How long one try may take, and the whole request; durations as a policy spells them. */
export interface TryTimes {
  readonly path: FieldPath;
  readonly each: Value | undefined;
  readonly whole: Value | undefined;
  /** Whether a try that is given up is repeated. */
  readonly isRepeated: boolean;
}

/**
 * The limit of one try. Where another follows it is `retry.retryTimeout`, which is shorter than the request (RP2012); where it is as long
 * as that, or the end of the request, it is `timeout.responseTimeout`; a longer one never acts.
 */
export function readTryTimeout(resource: Resource, times: TryTimes, how: { readonly take: Take; readonly importing: Importing }): Settings {
  const { path, each, whole, isRepeated } = times;
  const limit = typeof whole === 'string' ? parseDuration(whole) : undefined;
  const one = typeof each === 'string' ? parseDuration(each) : undefined;
  if (one === undefined) return {};
  if (limit !== undefined && one > limit) {
    reportUseless({ resource, path }, 'it is longer than the timeout of the request and never acts', how.importing.report);
    return {};
  }
  return how.take(isRepeated && one !== limit ? 'retry.retryTimeout' : 'timeout.responseTimeout', each, path);
}
