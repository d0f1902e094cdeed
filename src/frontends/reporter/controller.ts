import { isObject, type KubeObject, listAt, stringAt } from '../../model/resource.ts';
import { ownTypes } from '../../status/build-status.ts';
import type { Evaluation, StatusContext } from '../../status/evaluate-policies.ts';
import type { Clock } from './clock.ts';
import type { Evaluate } from './evaluator.ts';
import type { Logger } from './logger.ts';
import type { ConditionCount, Metrics } from './metrics.ts';
import { createSignalFlag } from './signal-flag.ts';
import { describeError } from './transport/api-error.ts';
import type { Watches } from './watch/watches.ts';
import type { StatusQueue } from './writes/status-queue.ts';

export interface ControllerParts {
  readonly watches: Watches;
  readonly evaluate: Evaluate;
  readonly settings: Pick<StatusContext, 'options' | 'graceSeconds'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Is shown all objects after each decision, none by a follower. */
  giveOwners?(objects: readonly KubeObject[]): void;
  /** Whether this replica decides; a follower only watches. */
  leads(): boolean;
}

export interface Controller {
  /** Something has changed; many changes at once make one evaluation. */
  wake(): void;
  /** Evaluates and offers to the queue until the signal aborts. Never rejects. */
  run(queue: StatusQueue, signal: AbortSignal): Promise<void>;
}

/** Changes that arrive together are looked at together. */
const gather = 100;
/** A look even when nothing is said to have changed. */
const resync = 600_000;
/** Until our own bug, if there is one, is met again. */
const afterBug = 30_000;

/** Any change ─▶ evaluate what it can touch ─▶ what differs goes to the queue. */
export function createController({ watches, evaluate, settings, clock, log, metrics, leads, ...parts }: ControllerParts): Controller {
  const changed = createSignalFlag();

  /** One evaluation; the answer is how long it stays good without a change, nothing when there is more to evaluate. */
  function reconcile(queue: StatusQueue): number {
    metrics.watching(watches.figures());
    if (!leads()) {
      metrics.policies(() => []);
      queue.offer([]);
      parts.giveOwners?.([]);
      return resync;
    }
    if (!watches.canDecide()) return watches.recheckAfter();
    const started = clock.elapsed();
    const now = new Date(clock.wall()).toISOString().replace(/\.\d+Z$/, 'Z');
    const objects = watches.objects();
    const { evaluations, fresh, unfinished } = evaluate(objects, { ...settings, now, unwatchable: watches.unwatchable() });
    metrics.evaluated((clock.elapsed() - started) / 1000);
    for (const { changed: differs } of fresh) metrics.reconciled(differs ? 'changed' : 'unchanged');
    metrics.policies(() => countConditions(evaluations));
    queue.offer(evaluations);
    parts.giveOwners?.(objects);
    if (unfinished) return 0;
    const rechecks = evaluations.flatMap(({ recheckSeconds }) =>
      recheckSeconds === undefined ? [] : [Math.max(1, recheckSeconds) * 1000],
    );
    return rechecks.reduce((least, each) => Math.min(least, each), Math.min(resync, watches.recheckAfter()));
  }

  return {
    wake: changed.raise,
    run: async (queue, signal) => {
      let wait = 0;
      while (!signal.aborted) {
        await changed.wait(wait, clock, signal);
        const started = clock.elapsed();
        changed.lower();
        try {
          wait = reconcile(queue);
        } catch (error) {
          metrics.reconciled('error');
          log.error('an evaluation failed, which is a bug', { detail: describeError(error) });
          wait = afterBug;
        }
        const spent = clock.elapsed() - started;
        // A large cluster must not keep the process busy: at most half of the time goes into evaluations.
        await clock.sleep(wait === 0 ? spent : Math.max(gather, spent), signal);
      }
    },
  };
}

function countConditions(evaluations: readonly Evaluation[]): readonly ConditionCount[] {
  const counts = new Map<string, ConditionCount>();
  for (const { status } of evaluations) {
    for (const each of listAt(status as unknown as KubeObject, ['conditions'])) {
      if (!isObject(each)) continue;
      const labels = { condition: stringAt(each, ['type']), status: stringAt(each, ['status']), reason: stringAt(each, ['reason']) };
      const key = Object.values(labels).join('\n');
      // Foreign conditions could be of any number.
      if (ours.has(labels.condition)) counts.set(key, { ...labels, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}

const ours: ReadonlySet<string> = new Set(ownTypes);
