import { setMaxListeners } from 'node:events';
import { formatIdentity, keyOf } from '../../../model/resource.ts';
import type { OwnerReferenceChange } from '../../../status/plan-owner-references.ts';
import type { WriteResult } from '../metrics.ts';
import { ApiError, codeOf, describeError } from '../transport/api-error.ts';
import type { QueueParts } from './status-queue.ts';
import { writeOwnerReferences } from './write-owner-references.ts';

/** Owners that wait to be written: one change at a time, since none is urgent. */
export interface OwnerReferenceQueue {
  /** Takes what the newest look at all objects wants written, and forgets what an older one wanted. */
  offer(changes: readonly OwnerReferenceChange[]): void;
  /** Resolves when the write in hand has ended; starts no more. */
  drain(): Promise<void>;
}

export type OwnerReferenceQueueParts = Pick<QueueParts, 'transport' | 'clock' | 'log' | 'metrics' | 'mayWrite' | 'dryRun' | 'onRetry'>;

/** A conflict is over once the watch has told of the other write; a refusal, of a missing permission for one, lasts. */
const afterConflict = 1_000;
const longestWait = 300_000;

export function createOwnerReferenceQueue(parts: OwnerReferenceQueueParts): OwnerReferenceQueue {
  const { transport, clock, log, metrics, mayWrite, dryRun, onRetry } = parts;
  let waiting = new Map<string, OwnerReferenceChange>();
  /** By object the resourceVersion on which the last write rested: until the watch tells of a newer one it looks as if nothing had been written. */
  let written = new Map<string, string>();
  let inHand: Promise<void> = Promise.resolve();
  let running = false;
  let paused = false;
  let failures = 0;
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  // The write in hand is ended even when the process is told to stop.
  const how = { transport, mayWrite, signal: new AbortController().signal };

  function offer(changes: readonly OwnerReferenceChange[]): void {
    const offered = new Map(changes.map((change) => [keyOf(change.on), change]));
    written = new Map([...written].filter(([key, version]) => offered.get(key)?.resourceVersion === version));
    waiting = new Map([...offered].filter(([key]) => !written.has(key)));
    if (!running) inHand = run();
  }

  async function run(): Promise<void> {
    running = true;
    for (let next = take(); next !== undefined; next = take()) metrics.gaveOwners(await process(...next));
    running = false;
  }

  function take(): readonly [string, OwnerReferenceChange] | undefined {
    if (paused || stop.signal.aborted) return undefined;
    const [next] = waiting;
    if (next !== undefined) waiting.delete(next[0]);
    return next;
  }

  async function process(key: string, change: OwnerReferenceChange): Promise<WriteResult> {
    const names = { object: formatIdentity(change.on), owners: change.owners.map(({ name }) => name).join(',') || 'none' };
    if (!dryRun && !mayWrite()) return pause('not-leader', 1_000);
    written.set(key, change.resourceVersion);
    if (dryRun) {
      log.info('would set the owners', names);
      return 'dry-run';
    }
    try {
      await writeOwnerReferences(change, how);
      failures = 0;
      log.info('set the owners', names);
      return 'written';
    } catch (error) {
      written.delete(key);
      return fail(error, names.object);
    }
  }

  function fail(error: unknown, object: string): WriteResult {
    const code = codeOf(error);
    // Deleted meanwhile: the watch will say so.
    if (code === 404) return 'gone';
    if (code === 409) {
      lookAgain(afterConflict);
      return 'conflict';
    }
    log.warn('cannot set the owners of an object', { object, detail: describeError(error) });
    failures += 1;
    const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
    return pause('error', Math.max(asked, Math.min(1_000 * 2 ** (failures - 1), longestWait)) * (1 + 0.2 * clock.random()));
  }

  function pause(result: WriteResult, wait: number): WriteResult {
    paused = true;
    lookAgain(wait, () => {
      paused = false;
    });
    return result;
  }

  function lookAgain(wait: number, before?: () => void): void {
    void clock.sleep(wait, stop.signal).then(() => {
      before?.();
      if (!stop.signal.aborted) onRetry();
    });
  }

  return {
    offer,
    drain: async () => {
      stop.abort();
      await inHand;
    },
  };
}
