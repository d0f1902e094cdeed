import type { Clock } from '../clock.ts';

export interface Backoff {
  /** Milliseconds to wait before the next try; longer each time. */
  next(): number;
  /** To be told when things work: after two minutes of that, waiting starts anew. */
  healthy(): void;
  failed(): void;
}

const first = 800;
const most = 30_000;
const forgetAfter = 120_000;

/** client-go's reflector: 800 ms to 30 s, factor 2, jitter 1.0, reset after 2 min of health (reporter facts §4). */
export function createBackoff(clock: Clock): Backoff {
  let current = first;
  let healthySince: number | undefined;
  return {
    next: () => {
      if (healthySince !== undefined && clock.elapsed() - healthySince >= forgetAfter) current = first;
      healthySince = undefined;
      const wait = current * (1 + clock.random());
      current = Math.min(current * 2, most);
      return Math.min(wait, most);
    },
    healthy: () => {
      healthySince ??= clock.elapsed();
    },
    failed: () => {
      healthySince = undefined;
    },
  };
}
