import { formatDuration } from '../model/duration.ts';
import { type Resource, valueAt } from '../model/resource.ts';
import { parseGrpcConditions, parseStatusConditions } from '../model/retry-conditions.ts';
import type { Importing } from './importing.ts';
import { reportUseless } from './report-rest.ts';

/** What an annotation holds. Linkerd drops what it cannot read with a line in a log, and so does the import, with RP4057. */
export interface Annotations {
  duration(key: string): string | undefined;
  integer(key: string): number | undefined;
  /** `statuses` and `grpc` are lists without white space. */
  conditions(key: string, kind: 'status' | 'grpc'): string | undefined;
  has(key: string): boolean;
}

/** Units of Linkerd's durations: one integer and one unit, nothing else (linkerd facts §1.1). */
const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The annotations of an object, without those that a policy of the input accounts for. */
export function readAnnotations(resource: Resource, isOurs: (key: string) => boolean, { report }: Pick<Importing, 'report'>): Annotations {
  const textOf = (key: string): string | undefined => {
    const value = isOurs(key) ? undefined : valueAt(resource.object, ['metadata', 'annotations', key]);
    return value === undefined || value === null ? undefined : String(value);
  };
  const read = <T>(key: string, what: string, parse: (text: string) => T | undefined): T | undefined => {
    const text = textOf(key);
    const parsed = text === undefined ? undefined : parse(text);
    if (text !== undefined && parsed === undefined) {
      reportUseless({ resource, path: ['metadata', 'annotations', key] }, `Linkerd reads ${what} there and drops the value`, report);
    }
    return parsed;
  };
  return {
    has: (key) => textOf(key) !== undefined,
    duration: (key) => read(key, 'one integer with one unit', parseDuration),
    integer: (key) => read(key, 'an integer', (text) => (/^\d{1,10}$/.test(text) ? Number(text) : undefined)),
    conditions: (key, kind) => read(key, 'a list of conditions without spaces', (text) => parseConditions(text, kind)),
  };
}

function parseDuration(text: string): string | undefined {
  const [, count, unit] = /^\+?(\d{1,9})(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  if (text.trim() === '0') return '0s';
  return unit === undefined ? undefined : formatDuration(Number(count) * (units[unit] ?? 0));
}

function parseConditions(text: string, kind: 'status' | 'grpc'): string | undefined {
  const parsed = kind === 'status' ? parseStatusConditions(text) : parseGrpcConditions(text);
  return parsed.ok && !/\s/.test(text) ? parsed.items.join(',') : undefined;
}
