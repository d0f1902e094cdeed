import type { Report } from '../diagnostics/diagnostic.ts';
import { formatDuration } from '../model/duration.ts';
import type { Limits } from '../model/limits.ts';
import type { World } from './world.ts';

/** Where the time is taken from, and where it is said that it was up. */
export interface Timing {
  readonly limits: Limits;
  readonly world: World;
  readonly report: Report;
}

/** Runs work that may be stopped half-way: reading and rendering, never writing. Undefined when the time was up, which is reported (RP5050). */
export function limitTime<T extends object>({ limits: { time }, world, report }: Timing, work: () => T): T | undefined {
  const result = world.within(time, work);
  if (result === undefined) report('RP5050', [], { time: formatDuration(time) });
  return result;
}
