import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { codeOf, describeError } from '../transport/api-error.ts';
import type { LeaseRecord, LeaseStore, StoredLease } from './lease-store.ts';
import { formatMicroTime } from './micro-time.ts';

/** Milliseconds; lease > deadline > retry × 1.2, or two could lead at once. */
export interface ElectionTiming {
  readonly lease: number;
  readonly deadline: number;
  readonly retry: number;
}

export const defaultTiming: ElectionTiming = { lease: 15_000, deadline: 10_000, retry: 2_000 };
/** A hand that writes a huge duration must not lock everybody out for good. */
const longestLease = 300_000;

export interface ElectorParts {
  readonly store: LeaseStore;
  readonly identity: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing?: ElectionTiming;
  onChange(leads: boolean): void;
}

export interface Elector {
  /** Asked right before each write: false as soon as the lease might have passed to another, also after a pause of this process. */
  mayWrite(): boolean;
  /** Runs for the lease until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Hands the lease over at once, for a replica that stops. Never rejects. */
  release(): Promise<void>;
}

/** Leader election by a Lease, as client-go does it (reporter facts §1.6). */
export function createElector({ store, identity, clock, log, timing = defaultTiming, onChange }: ElectorParts): Elector {
  let seen: { readonly lease: StoredLease; readonly at: number } | undefined;
  /** When the last renewal that succeeded was sent: on both clocks, since the monotonic one may stand still while a machine sleeps. */
  let renewed: { readonly elapsed: number; readonly wall: number } | undefined;
  let leads = false;

  /** Times in a lease are another machine's and are never compared with ours: it has expired when we saw no change for its duration. */
  function observe(lease: StoredLease): void {
    const at = seen !== undefined && isSameRecord(seen.lease, lease) ? seen.at : clock.elapsed();
    seen = { lease, at };
  }

  function isHeldByAnother(): boolean {
    if (seen === undefined || seen.lease.holder === '' || seen.lease.holder === identity) return false;
    const duration = Math.min(Math.max(seen.lease.durationSeconds * 1000, 1000), longestLease);
    return clock.elapsed() - seen.at < duration;
  }

  function mayWrite(): boolean {
    if (!leads || renewed === undefined) return false;
    return clock.elapsed() - renewed.elapsed < timing.deadline && clock.wall() - renewed.wall < timing.lease;
  }

  function become(next: boolean): void {
    if (leads === next) return;
    leads = next;
    log.info(next ? 'became the leader' : 'lost the lead', { identity });
    onChange(next);
  }

  async function attempt(): Promise<void> {
    const sent = { elapsed: clock.elapsed(), wall: clock.wall() };
    // The leader goes by what it wrote last; a 409 tells that this is no longer true.
    if (!leads || seen === undefined) {
      const found = await store.read();
      if (found !== undefined) observe(found);
      // Whoever held a lease that was deleted may not know it yet, and writes on until its own deadline.
      else if (!isHeldByAnother()) seen = undefined;
    }
    if (isHeldByAnother()) return become(false);
    const held = seen?.lease;
    const record = recordOf(held);
    observe(held === undefined ? await store.create(record) : await store.update(record, held.resourceVersion));
    renewed = sent;
    become(true);
  }

  function recordOf(held: StoredLease | undefined): LeaseRecord {
    const renewTime = formatMicroTime(clock.wall());
    const mine = held !== undefined && held.holder === identity;
    return {
      holder: identity,
      durationSeconds: Math.ceil(timing.lease / 1000),
      acquireTime: mine && held.acquireTime !== '' ? held.acquireTime : renewTime,
      renewTime,
      transitions: held === undefined ? 0 : held.transitions + (mine ? 0 : 1),
    };
  }

  /** True when it has to be tried again at once: whose lease it is now, only the lease can tell. */
  function recover(error: unknown): boolean {
    const surprised = leads && seen !== undefined && (codeOf(error) === 409 || codeOf(error) === 404);
    if (surprised) seen = undefined;
    else if (codeOf(error) !== 409) log.warn('cannot renew the lease', { detail: describeError(error) });
    if (leads && !mayWrite()) become(false);
    return surprised;
  }

  return {
    mayWrite,
    run: async (signal) => {
      while (!signal.aborted) {
        const again = await attempt().then(() => false, recover);
        if (!again) await clock.sleep(timing.retry * (leads ? 1 : 1 + 0.2 * clock.random()), signal);
      }
    },
    release: async () => {
      if (!leads || seen === undefined) return;
      const { lease } = seen;
      become(false);
      const now = formatMicroTime(clock.wall());
      const record: LeaseRecord = { ...lease, holder: '', durationSeconds: 1, acquireTime: now, renewTime: now };
      await store.update(record, lease.resourceVersion).catch((error: unknown) => {
        log.warn('could not release the lease', { detail: describeError(error) });
      });
    },
  };
}

/** Whether its holder has not touched it: an annotation that someone adds renews nothing. */
function isSameRecord(a: LeaseRecord, b: LeaseRecord): boolean {
  return a.holder === b.holder && a.renewTime === b.renewTime && a.acquireTime === b.acquireTime && a.transitions === b.transitions;
}
