import type { Clock } from './clock.ts';

/** A flag that may be raised any number of times before someone waits for it. */
export interface SignalFlag {
  raise(): void;
  lower(): void;
  /** Resolves when it is raised, after so many milliseconds, or when the signal aborts. */
  wait(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void>;
}

export function createSignalFlag(): SignalFlag {
  let raised = false;
  let awaken: AbortController | undefined;
  return {
    raise: () => {
      raised = true;
      awaken?.abort();
    },
    lower: () => {
      raised = false;
    },
    wait: async (milliseconds, clock, signal) => {
      if (raised || signal.aborted) return;
      const timer = new AbortController();
      const stop = (): void => timer.abort();
      awaken = timer;
      signal.addEventListener('abort', stop);
      await clock.sleep(milliseconds, timer.signal);
      signal.removeEventListener('abort', stop);
      awaken = undefined;
    },
  };
}
