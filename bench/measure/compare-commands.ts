import type { Bench } from '../bench.ts';
import type { Figure, Target } from '../report/result.ts';
import type { Command } from './command.ts';
import { profileCommand } from './profile-command.ts';
import { longestRun, type Run, runCommand } from './run-command.ts';
import { spreadOf } from './spread.ts';

/** One line of the table: our command and what it is measured against. */
export interface Comparison {
  readonly label: string;
  readonly against: string;
  readonly ours: Command;
  readonly theirs: Command;
  /** What the ratio says: how many times longer we take, or how many times faster we are. */
  readonly ratio: 'of theirs' | 'faster';
  readonly target?: Target;
}

interface Pair {
  readonly ours: Run;
  readonly theirs: Run;
}

/** Milliseconds. A pair that takes longer is measured once: a second one would cost minutes and change nothing that a factor of 100 shows. */
export const slowPair = 20_000;
/** What the pairs of a line may take together. */
const budget = 45_000;
const mostPairs = 21;

/**
 * Times A B A B …: absolute times drift by a fifth on shared machines, the ratio of neighbours does not (performance facts
 * §9). The first pair warms the page cache up and does not count, unless it is slow.
 */
export function compareCommands(bench: Bench, comparison: Comparison): Figure {
  bench.say(`${comparison.label}, against ${comparison.against}`);
  const pairs = runPairs(bench, comparison);
  const ratio = ({ ours, theirs }: Pair): number =>
    comparison.ratio === 'faster' ? theirs.milliseconds / ours.milliseconds : ours.milliseconds / theirs.milliseconds;
  const stopped = pairs.some(({ theirs }) => theirs.stopped);
  profileCommand(bench, `${comparison.label} against ${comparison.against}`, comparison.ours);
  return {
    type: 'figure',
    label: comparison.label,
    against: comparison.against,
    unit: comparison.ratio === 'faster' ? 'times faster' : 'times',
    spread: spreadOf(pairs.map(ratio)),
    ours: spreadOf(pairs.map(({ ours }) => ours.milliseconds)),
    theirs: spreadOf(pairs.map(({ theirs }) => theirs.milliseconds)),
    ...(stopped ? { stoppedAfter: longestRun } : {}),
    ...(comparison.target === undefined ? {} : { target: comparison.target }),
  };
}

function runPairs(bench: Bench, { ours, theirs }: Comparison): readonly Pair[] {
  const once = (): Pair => ({ ours: runCommand(ours), theirs: runCommand(theirs) });
  const first = once();
  const length = first.ours.milliseconds + first.theirs.milliseconds;
  if (length > slowPair) return [{ ours: runCommand(ours), theirs: first.theirs }];
  const affordable = Math.min(mostPairs, Math.floor(budget / length));
  const count = bench.quick ? 2 : Math.max(3, affordable - ((affordable + 1) % 2));
  return Array.from({ length: count }, once);
}
