import type { Figure, Result } from './result.ts';

export type Judgement = 'goal' | 'gate' | 'missed' | 'failed' | 'no target' | 'not measured';

/**
 * Where a result stands: `goal` and `gate` are reached, `missed` is a goal without a gate that is not, `failed` is what
 * `--gate` fails on. A lower bound that is below what is wanted proves nothing, so it counts as not reached.
 */
export function judgeResult(result: Result): Judgement {
  switch (result.type) {
    case 'figure':
      return judgeFigure(result);
    case 'verdict':
      return result.holds ? 'gate' : 'failed';
    case 'missing':
      return 'not measured';
  }
}

function judgeFigure({ target, spread }: Figure): Judgement {
  if (target === undefined) return 'no target';
  const reaches = (limit: number): boolean => (target.better === 'lower' ? spread.median <= limit : spread.median >= limit);
  if (reaches(target.goal)) return 'goal';
  if (target.gate === undefined) return 'missed';
  return reaches(target.gate) ? 'gate' : 'failed';
}
