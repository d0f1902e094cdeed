import { setMaxListeners } from 'node:events';
import type { KubeObject } from '../../../model/resource.ts';
import type { Evaluation } from '../../../status/evaluate-policies.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Metrics, WriteResult } from '../metrics.ts';
import { ApiError, codeOf, describeError } from '../transport/api-error.ts';
import type { Transport } from '../transport/transport.ts';
import { readPolicy, type WriteParts, writeStatus } from './write-status.ts';

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
  /** A write has changed the policy to this, or a read after a conflict found it so. */
  onObject(evaluation: Evaluation, object: KubeObject): void;
  onWritten(evaluation: Evaluation): void;
  /** What stands in the cache should be evaluated again. */
  onRetry(): void;
}

interface Entry {
  readonly evaluation: Evaluation;
  readonly since: number;
}

const workers = 8;
/** client-go's work queue waits 5 ms to 1000 s; five minutes is the most that a policy should look stale for. */
const firstWait = 5;
const longestWait = 300_000;

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
  const write: WriteParts = { transport, signal: unstopped, mayWrite };
  let draining = false;

  function offer(evaluations: readonly Evaluation[]): void {
    const next = new Map<string, Entry>();
    for (const evaluation of evaluations) {
      const key = keyOf(evaluation);
      if (!evaluation.changed) failures.delete(key);
      // What is being written is not wanted once more.
      else if (inHand.get(key)?.evaluation !== evaluation) next.set(key, { evaluation, since: waiting.get(key)?.since ?? clock.elapsed() });
    }
    waiting = next;
    pump();
  }

  function pump(): void {
    for (const [key, entry] of waiting) {
      if (draining || inHand.size >= workers) break;
      // One that is in hand is decided anew when its write has ended, one that failed when its time has come.
      if (inHand.has(key) || (failures.get(key)?.until ?? 0) > clock.elapsed()) continue;
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

  async function process(key: string, { evaluation, since }: Entry): Promise<void> {
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
      parts.onObject(evaluation, await writeStatus(evaluation, write));
      failures.delete(key);
      metrics.wrote('written');
      parts.onWritten(evaluation);
      settle(key);
    } catch (error) {
      await fail(key, evaluation, error);
    }
  }

  async function fail(key: string, evaluation: Evaluation, error: unknown): Promise<void> {
    const code = codeOf(error);
    // Deleted meanwhile: the watch will say so.
    if (code === 404) return metrics.wrote('gone');
    if (code !== 409) log.warn('cannot write a status', { policy: key, detail: describeError(error) });
    const count = (failures.get(key)?.count ?? 0) + 1;
    const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
    const wait = Math.max(asked, Math.min(firstWait * 2 ** (count - 1), longestWait)) * (1 + 0.2 * clock.random());
    if (code === 409) {
      await readPolicy(evaluation, write).then(
        (object) => parts.onObject(evaluation, object),
        () => undefined,
      );
    }
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
