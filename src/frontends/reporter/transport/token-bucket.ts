import type { Clock } from '../clock.ts';

export interface TokenBucket {
  /** Resolves when a request may go out, in the order of asking. */
  take(signal: AbortSignal): Promise<void>;
}

/** At most `perSecond` on average and `burst` at once: client-node has no limit of its own (reporter facts §1.3). */
export function createTokenBucket(clock: Clock, limits: { readonly perSecond: number; readonly burst: number }): TokenBucket {
  // The moment at which the bucket would be full again; one that lies more than a burst ahead has to be waited for.
  let full = Number.NEGATIVE_INFINITY;
  const interval = 1000 / limits.perSecond;
  return {
    take: async (signal) => {
      const now = clock.elapsed();
      full = Math.max(full, now) + interval;
      const wait = full - now - limits.burst * interval;
      if (wait > 0) await clock.sleep(wait, signal);
    },
  };
}
