import type { Spread } from '../measure/spread.ts';
import { formatNumber } from './format-number.ts';
import { type Judgement, judgeResult } from './judge-result.ts';
import type { Figure, Result, Unit } from './result.ts';

/** The cells of one line, for the terminal and for the page. */
export interface ResultCells {
  readonly what: string;
  readonly against: string;
  /** min / median / max and runs. */
  readonly measured: string;
  readonly times: string;
  readonly goal: string;
  readonly gate: string;
  readonly judgement: string;
}

const units: Readonly<Record<Unit, string>> = {
  times: 'x',
  'times faster': 'x faster',
  exponent: '',
  MB: ' MB',
  MiB: ' MiB',
  s: ' s',
  writes: ' writes',
};

const words: Readonly<Record<Judgement, string>> = {
  goal: 'goal reached',
  gate: 'gate reached',
  missed: 'goal missed',
  failed: 'GATE FAILED',
  'no target': 'stated only',
  'not measured': 'not measured',
};

export function formatResult(result: Result): ResultCells {
  const empty = { against: '', times: '', goal: '', gate: '' };
  switch (result.type) {
    case 'figure':
      return formatFigure(result);
    case 'verdict':
      return { ...empty, what: result.label, measured: result.detail, judgement: result.holds ? 'holds' : 'BROKEN' };
    case 'missing':
      return { ...empty, what: result.label, measured: result.reason, judgement: words['not measured'] };
  }
}

function formatFigure(figure: Figure): ResultCells {
  const { label, against, unit, spread, ours, theirs, stoppedAfter, target } = figure;
  const { min, median, max, runs } = spread;
  const values = runs === 1 ? formatNumber(median) : [min, median, max].map(formatNumber).join(' / ');
  const bound = stoppedAfter === undefined ? '' : `, stopped after ${stoppedAfter / 1000} s`;
  const limit = (value: number | undefined): string => (value === undefined ? '-' : `${formatNumber(value)}${units[unit]}`);
  return {
    what: label,
    against,
    measured: `${stoppedAfter === undefined ? '' : 'at least '}${values}${units[unit]} (${runs === 1 ? '1 run' : `${runs} runs`}${bound})`,
    times: ours === undefined || theirs === undefined ? '' : `${milliseconds(ours)} and ${milliseconds(theirs)} ms`,
    goal: limit(target?.goal),
    gate: limit(target?.gate),
    judgement: words[judgeResult(figure)],
  };
}

function milliseconds({ median }: Spread): string {
  return median >= 10 ? Math.round(median).toLocaleString('en') : median.toFixed(1);
}
