import type { Place } from '../model/place.ts';
import type { Code } from './catalog.ts';
import type { Diagnostic, Report } from './diagnostic.ts';
import { entryOf } from './entry-of.ts';
import { isGrave } from './is-grave.ts';

/** Gathers what the stages report. */
export interface Collector {
  readonly report: Report;
  readonly diagnostics: readonly Diagnostic[];
  /** True once there is something that forbids output: an error, or under `strict` a warning. */
  failed(strict: boolean): boolean;
}

export function createCollector(): Collector {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    report: (code: Code, places: Place | readonly Place[], args: object) => {
      diagnostics.push({ code, severity: entryOf(code).severity, args, places: 'kind' in places ? [places] : places });
    },
    failed: (strict) => diagnostics.some((each) => isGrave(each, strict)),
  };
}
