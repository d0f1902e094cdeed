/** Time and chance, handed in so that a test can let an hour pass, or jump. */
export interface Clock {
  /** Milliseconds since the epoch. It may jump: fit for what people read, never for a duration. */
  wall(): number;
  /** Milliseconds since some moment; never jumps. */
  elapsed(): number;
  /** Resolves after so many milliseconds, or at once when the signal aborts; never rejects. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  wall: () => Date.now(),
  // Not Date.now(): a lease must outlast a correction of the wall clock (reporter facts §1.6).
  elapsed: () => performance.now(),
  sleep,
  random: () => Math.random(),
};

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
