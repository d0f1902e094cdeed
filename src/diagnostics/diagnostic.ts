import type { Place } from '../model/place.ts';
import type { ArgsOf, Code } from './catalog.ts';
import type { Severity } from './code-entry.ts';

/** A problem as data: words and line numbers are added where it is shown. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly args: object;
  /** The first place is the diagnostic's own; the others are related (both sides of a conflict). */
  readonly places: readonly Place[];
}

/** A stage never throws for a user's mistake: it reports and leaves the bad object out. */
export type Report = <C extends Code>(code: C, places: Place | readonly Place[], args: ArgsOf<C>) => void;
