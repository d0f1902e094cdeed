import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { KubeObject } from '../../model/resource.ts';
import { type OwnerReferenceMode, planOwnerReferences } from '../../status/plan-owner-references.ts';
import type { Clock } from './clock.ts';
import { createController } from './controller.ts';
import { createElector, type Elector } from './election/elector.ts';
import { createLeaseStore } from './election/lease-store.ts';
import type { Evaluate } from './evaluator.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import type { ReporterSettings } from './settings.ts';
import type { Transport } from './transport/transport.ts';
import { createReflector } from './watch/reflector.ts';
import { formatTarget, type TargetKind, targetsOf } from './watch/target.ts';
import { createWatches, type Watches } from './watch/watches.ts';
import { createEventRecorder } from './writes/event-recorder.ts';
import { createOwnerReferenceQueue, type OwnerReferenceQueue, type OwnerReferenceQueueParts } from './writes/owner-reference-queue.ts';
import { createStatusQueue } from './writes/status-queue.ts';

export interface ReporterParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly evaluate: Evaluate;
  readonly kinds: readonly TargetKind[];
  readonly trim: (object: KubeObject) => KubeObject;
  /** Where the Lease lies; undefined leads without one. */
  readonly leaseNamespace: string | undefined;
}

export interface Reporter {
  readonly watches: Watches;
  /** Runs until the signal aborts, then ends the write in hand and hands the lease over. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export const leaseName = 'resilience-renderer-reporter';
/** Half the renew deadline: a try that hangs leaves time for another. */
const leaseTimeout = 5_000;

/** Puts the parts together: all replicas watch, one writes. */
export function createReporter(
  settings: Pick<ReporterSettings, 'options' | 'graceSeconds' | 'namespaces' | 'dryRun' | 'ownerReferences' | 'silence'>,
  parts: ReporterParts,
): Reporter {
  const { transport, clock, log, metrics } = parts;
  const identity = `${hostname()}_${randomUUID()}`;
  let leads = parts.leaseNamespace === undefined;
  metrics.leads(leads && !settings.dryRun);
  const elector = electorOf(parts, identity, (next) => {
    leads = next;
    metrics.leads(next);
    controller.wake();
  });
  const wake = (): void => controller.wake();
  const reflectors = targetsOf(parts.kinds, settings.namespaces).map((target) =>
    createReflector(target, {
      transport,
      clock,
      log,
      trim: parts.trim,
      onChange: wake,
      onRestart: (each, reason) => metrics.restarted(formatTarget(each), reason),
      ...(settings.silence === undefined ? {} : { silence: settings.silence }),
    }),
  );
  const watches = createWatches(reflectors, clock);
  const owners = ownersOf(settings.ownerReferences, {
    transport,
    clock,
    log,
    metrics,
    mayWrite: () => mayWrite(),
    dryRun: settings.dryRun,
    onRetry: wake,
  });
  const controller = createController({
    watches,
    evaluate: parts.evaluate,
    settings,
    clock,
    log,
    metrics,
    leads: () => leads,
    giveOwners: owners.give,
  });
  const mayWrite = (): boolean => elector === undefined || elector.mayWrite();
  return {
    watches,
    run: async (signal) => {
      const recorder = createEventRecorder({ transport, clock, log, instance: identity, mayWrite, signal });
      const queue = createStatusQueue({
        transport,
        clock,
        log,
        metrics,
        mayWrite,
        dryRun: settings.dryRun,
        trim: parts.trim,
        decidedOn: ({ policy, resourceVersion }) => watches.policy(policy, resourceVersion),
        onObject: ({ policy: { namespace, name }, resourceVersion }, object) =>
          watches.advance({ namespace, name, resourceVersion }, object),
        onWritten: recorder.record,
        onRetry: wake,
      });
      await Promise.all([watches.run(signal), controller.run(queue, signal), elector?.run(signal)]);
      await Promise.all([queue.drain(), owners.queue?.drain()]);
      await elector?.release();
    },
  };
}

/** The queue for owners, unless it is switched off; `give` looks for what has to be in it. */
function ownersOf(
  mode: OwnerReferenceMode | 'off',
  parts: OwnerReferenceQueueParts,
): { readonly queue?: OwnerReferenceQueue; give(objects: readonly KubeObject[]): void } {
  if (mode === 'off') return { give: () => undefined };
  const queue = createOwnerReferenceQueue(parts);
  return { queue, give: (objects) => queue.offer(planOwnerReferences(objects, mode)) };
}

function electorOf(
  { leaseNamespace, transport, clock, log }: ReporterParts,
  identity: string,
  onChange: (leads: boolean) => void,
): Elector | undefined {
  if (leaseNamespace === undefined) return undefined;
  const store = createLeaseStore({ namespace: leaseNamespace, name: leaseName }, transport, leaseTimeout);
  return createElector({ store, identity, clock, log, onChange });
}
