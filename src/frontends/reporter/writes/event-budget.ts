import type { Clock } from '../clock.ts';

/** How many events an object may still have. */
export interface EventBudget {
  /** Takes one of the object with this uid; false when there is none left. */
  take(uid: string): boolean;
}

/** client-go's numbers: 25 at once, then one in five minutes; 4096 objects are remembered (reporter facts §3). */
const most = 25;
const refill = 300_000;
const mostObjects = 4096;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** A policy that flaps fills nobody's etcd: events that repeat count too, as in client-go. */
export function createEventBudget(clock: Pick<Clock, 'elapsed'>): EventBudget {
  const buckets = new Map<string, Bucket>();
  return {
    take: (uid) => {
      const now = clock.elapsed();
      const known = buckets.get(uid) ?? { left: most, at: now };
      const left = Math.min(most, known.left + (now - known.at) / refill);
      // The one that was asked for last is forgotten last.
      buckets.delete(uid);
      const [oldest] = buckets.keys();
      if (buckets.size >= mostObjects && oldest !== undefined) buckets.delete(oldest);
      buckets.set(uid, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1;
    },
  };
}
