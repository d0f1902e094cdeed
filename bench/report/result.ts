import type { Spread } from '../measure/spread.ts';

/** The goal is what a prototype reached; the gate is what `--gate` insists on. */
export interface Target {
  readonly goal: number;
  readonly gate?: number;
  readonly better: 'lower' | 'higher';
}

export type Unit = 'times' | 'times faster' | 'exponent' | 'MB' | 'MiB' | 's' | 'writes';

/** Something that was measured. */
export interface Figure {
  readonly type: 'figure';
  readonly label: string;
  readonly against: string;
  readonly unit: Unit;
  readonly spread: Spread;
  /** Milliseconds. */
  readonly ours?: Spread;
  readonly theirs?: Spread;
  /** The other program was stopped after so many milliseconds: the figure is a lower bound. */
  readonly stoppedAfter?: number;
  readonly target?: Target;
}

/** Something that has to hold. */
export interface Verdict {
  readonly type: 'verdict';
  readonly label: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** Something that could not be looked at. */
export interface Missing {
  readonly type: 'missing';
  readonly label: string;
  readonly reason: string;
}

export type Result = Figure | Verdict | Missing;

export interface RowResults {
  readonly row: string;
  readonly title: string;
  readonly results: readonly Result[];
}
