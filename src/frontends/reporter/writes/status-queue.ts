import { setMaxListeners } from 'node:events';
import type { KubeObject } from '../../../model/resource.ts';
import type { Evaluation } from '../../../status/evaluate-policies.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Metrics, WriteResult } from '../metrics.ts';
import { ApiError, codeOf, describeError } from '../transport/api-error.ts';
import type { Transport } from '../transport/transport.ts';
import { type Decision, type PersistParts, persistStatus } from './persist-status.ts';

/** Statuses that wait to be written: at most one per policy, the newest. */
export interface StatusQueue {
  /** Takes what the newest evaluation of all policies wants written, and forgets what an older one wanted. */
  offer(evaluations: readonly Evaluation[]): void;
  /** Resolves when the writes in hand have ended; starts no more. */
  drain(): Promise<void>;
}

export interface QueueParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly mayWrite: () => boolean;
  readonly dryRun: boolean;
  /** The policy that an evaluation rests on, trimmed; asked as soon as it is offered. */
  decidedOn(evaluation: Evaluation): KubeObject | undefined;
  trim(object: KubeObject): KubeObject;
  /** A write has changed the policy to this, or a read after a conflict found it so. */
  onObject(evaluation: Evaluation, object: KubeObject): void;
  onWritten(evaluation: Evaluation): void;
  /** What stands in the cache should be evaluated again. */
  onRetry(): void;
}

interface Entry extends Decision {
  readonly since: number;
}

const workers = 8;
/** client-go's work queue waits 5 ms to 1000 s; five minutes is the most that a policy should look stale for. */
const firstWait = 5;
const longestWait = 300_000;
/** Somebody who writes all the time is nobody's failure. */
const longestAfterConflict = 10_000;
const afterGone = 1_000;

export function createStatusQueue(parts: QueueParts): StatusQueue {
  const { transport, clock, log, metrics, mayWrite, dryRun } = parts;
  let waiting = new Map<string, Entry>();
  const inHand = new Map<string, { readonly evaluation: Evaluation; readonly done: Promise<void> }>();
  const failures = new Map<string, { readonly count: number; readonly until: number }>();
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const unstopped = new AbortController().signal;
  setMaxListeners(0, unstopped);
  // A write in hand is ended even when the process is told to stop.
  const write: PersistParts = {
    transport,
    signal: unstopped,
    mayWrite,
    trim: parts.trim,
    onConflict: () => metrics.wrote('conflict'),
    onOvertaken: parts.onObject,
  };
  let draining = false;
  /** When what has failed is looked at again, by itself. */
  let alarm = Number.POSITIVE_INFINITY;

  function offer(evaluations: readonly Evaluation[]): void {
    const next = new Map<string, Entry>();
    for (const evaluation of evaluations) {
      const key = keyOf(evaluation);
      if (!evaluation.changed) failures.delete(key);
      // What is being written is not wanted once more.
      else if (inHand.get(key)?.evaluation !== evaluation) {
        next.set(key, { evaluation, decidedOn: parts.decidedOn(evaluation), since: waiting.get(key)?.since ?? clock.elapsed() });
      }
    }
    waiting = next;
    const known = new Set(failures.size === 0 ? [] : evaluations.map(keyOf));
    for (const key of failures.keys()) if (!known.has(key)) failures.delete(key);
    pump();
  }

  function pump(): void {
    for (const [key, entry] of waiting) {
      if (draining || inHand.size >= workers) break;
      // One that is in hand is decided anew when its write has ended, one that failed when its time has come.
      if (inHand.has(key)) continue;
      const until = failures.get(key)?.until ?? 0;
      if (until > clock.elapsed()) {
        pumpAt(until);
        continue;
      }
      waiting.delete(key);
      const done = process(key, entry).finally(() => {
        inHand.delete(key);
        metrics.queued(waiting.size + inHand.size);
        pump();
      });
      inHand.set(key, { evaluation: entry.evaluation, done });
    }
    metrics.queued(waiting.size + inHand.size);
  }

  /** A timer may end a moment before the clock says so: whoever was woken by it would wait for ever. */
  function pumpAt(until: number): void {
    if (until >= alarm) return;
    alarm = until;
    void clock.sleep(until - clock.elapsed() + 1, stop.signal).then(() => {
      alarm = Number.POSITIVE_INFINITY;
      if (!draining) pump();
    });
  }

  async function process(key: string, entry: Entry): Promise<void> {
    const { evaluation, since } = entry;
    const { policy, status } = evaluation;
    if (dryRun) {
      metrics.wrote('dry-run');
      log.info('would write', { policy: `${policy.namespace}/${policy.name}`, status: JSON.stringify(status) });
      return;
    }
    // Just woken, or the lease is in doubt: the next renewal decides.
    if (!mayWrite()) return later('not-leader', 1_000);
    metrics.waited((clock.elapsed() - since) / 1000);
    try {
      parts.onObject(evaluation, await persistStatus(entry, write));
      failures.delete(key);
      metrics.wrote('written');
      parts.onWritten(evaluation);
      settle(key);
    } catch (error) {
      fail(key, error);
    }
  }

  function fail(key: string, error: unknown): void {
    const code = codeOf(error);
    // Deleted meanwhile: the watch will say so. Until then evaluations go on wanting it written.
    if (code === 404) {
      failures.set(key, { count: 0, until: clock.elapsed() + afterGone });
      later('gone', afterGone);
      return;
    }
    if (code !== 409) log.warn('cannot write a status', { policy: key, detail: describeError(error) });
    const count = (failures.get(key)?.count ?? 0) + 1;
    const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
    const most = code === 409 ? longestAfterConflict : longestWait;
    // A date as Retry-After may lie in another century.
    const wait = Math.max(Math.min(asked, longestWait), Math.min(firstWait * 2 ** (count - 1), most)) * (1 + 0.2 * clock.random());
    failures.set(key, { count, until: clock.elapsed() + wait });
    later(code === 409 ? 'conflict' : 'error', wait);
  }

  function later(result: WriteResult, wait: number): void {
    metrics.wrote(result);
    void clock.sleep(wait, stop.signal).then(() => {
      if (!draining) parts.onRetry();
    });
  }

  /** What was decided while the write was under way rests on the policy before it; and the last write of many asks for a last look. */
  function settle(key: string): void {
    const outdated = waiting.delete(key);
    if (outdated || (waiting.size === 0 && inHand.size === 1)) parts.onRetry();
  }

  return {
    offer,
    drain: async () => {
      draining = true;
      stop.abort();
      await Promise.allSettled([...inHand.values()].map(({ done }) => done));
    },
  };
}

const keyOf = ({ policy: { namespace, name } }: Evaluation): string => `${namespace}/${name}`;
