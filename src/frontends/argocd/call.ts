import type { Report } from '../../diagnostics/diagnostic.ts';
import type { World } from '../world.ts';
import type { Deadline } from './deadline.ts';
import type { ParameterValues } from './parameters.ts';
import type { Repository } from './repository.ts';

/** One call of the plugin, as every step of it sees it. */
export interface Call {
  readonly world: World;
  readonly report: Report;
  readonly values: ParameterValues;
  readonly repository: Repository;
  readonly deadline: Deadline;
  /** What other programs said on their standard error; printed after our own diagnostics. */
  hear(text: string): void;
}
