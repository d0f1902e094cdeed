import type { KubeObject } from '../../../model/resource.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { ApiError, codeOf, describeError } from '../transport/api-error.ts';
import type { Transport } from '../transport/transport.ts';
import { createBackoff } from './backoff.ts';
import { discoverVersion } from './discover-version.ts';
import { listObjects } from './list-objects.ts';
import { createObjectCache, type ObjectCache } from './object-cache.ts';
import { formatTarget, type Target } from './target.ts';
import { silence, type WatchEvent, watchObjects } from './watch-objects.ts';

/** How a target stands. `absent`: not served; `forbidden`: RBAC says no; `broken`: the server cannot be reached or errs. */
export type ReflectorState = 'starting' | 'synced' | 'broken' | 'absent' | 'forbidden';

/** A state that rests on what the server says. */
export type Answer = Exclude<ReflectorState, 'starting' | 'broken'>;

export interface Reflector {
  readonly target: Target;
  readonly cache: ObjectCache;
  state(): ReflectorState;
  /** What the server last said of the kind, whatever has broken since; undefined before it has said anything. */
  answer(): Answer | undefined;
  /** Milliseconds since it was last known to be current; 0 while it is. */
  staleFor(): number;
  /** Runs until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export interface ReflectorParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  readonly trim: (object: KubeObject) => KubeObject;
  /** Something that the core sees has changed: an object, or whether the kind can be watched. */
  onChange(): void;
  /** For metrics. */
  onRestart(target: Target, reason: string): void;
  readonly silence?: number;
  /** Milliseconds for which another answer than before has to last until it is believed. */
  readonly confirmAfter?: number;
}

/** A watch that ends sooner than this, over and over, would be a hot loop. */
const shortest = 1_000;
/** Whoever installs a CRD or grants a right does it by hand: no hurry. */
const slowly = { absent: 10_000, forbidden: 30_000 } as const;
/** An API server that has just started answers 403 and 404 until it has read its roles and definitions. */
const confirmation = 20_000;

/** List, watch, list again: for ever, whatever happens (reporter facts §0.2, §4). */
export function createReflector(target: Target, parts: ReflectorParts): Reflector {
  const { transport, clock, log, trim, onChange } = parts;
  const cache = createObjectCache(trim);
  const backoff = createBackoff(clock);
  let state: ReflectorState = 'starting';
  let staleSince: number | undefined = clock.elapsed();
  let answer: Answer | undefined;
  /** Since when the server has been saying something else. */
  let doubtedSince: number | undefined;
  let version: string | undefined;
  let resourceVersion: string | undefined;

  function become(next: ReflectorState, detail?: string): void {
    if (next === 'synced') staleSince = undefined;
    else staleSince ??= clock.elapsed();
    if (next !== 'starting' && next !== 'broken') [answer, doubtedSince] = [next, undefined];
    if (state === next) return;
    const fields = { resource: formatTarget(target), namespace: target.namespace || undefined, detail };
    if (next === 'synced') log.info('watching', fields);
    else log.warn(`cannot watch: ${next}`, fields);
    state = next;
    onChange();
  }

  /** Takes a refusal for what it says only when it lasts, or is no news; until then the answer is how long to wait for the next. */
  function doubt(refusal: Answer, detail: string): number | undefined {
    doubtedSince ??= clock.elapsed();
    const isOld = clock.elapsed() - doubtedSince >= (parts.confirmAfter ?? confirmation);
    if (answer === undefined || answer === refusal || isOld) return undefined;
    become('broken', detail);
    // No longer than the confirmation itself takes.
    return Math.min(backoff.next(), slowly.absent / 2);
  }

  /** Not before: a server that cannot be reached, or refuses, leaves the kind as stale as it was. */
  function onOpen(): void {
    become('synced');
    backoff.healthy();
  }

  function onEvent(event: WatchEvent): void {
    // The versions that a watch tells are those to go on from.
    if (event.resourceVersion !== '') resourceVersion = event.resourceVersion;
    if (event.type === 'bookmark') return;
    const changed = event.type === 'put' ? cache.put(event.object) : cache.remove(event.object);
    if (changed) onChange();
  }

  /** One list where it is needed, and one watch. The answer is how long to wait before the next. */
  async function step(signal: AbortSignal): Promise<number> {
    version ??= await discoverVersion(target.kind, transport, signal);
    if (version === undefined) {
      resourceVersion = undefined;
      const wait = doubt('absent', 'it is not served');
      if (wait !== undefined) return wait;
      if (cache.clear()) onChange();
      become('absent');
      return slowly.absent * (1 + clock.random());
    }
    if (resourceVersion === undefined) {
      const listing = await listObjects(target, version, { transport, trim, signal });
      resourceVersion = listing.resourceVersion;
      if (cache.replace(listing.objects)) onChange();
      become('synced');
    }
    const started = clock.elapsed();
    await watchObjects(
      target,
      { version, resourceVersion },
      { transport, signal, random: clock.random, silence: parts.silence ?? silence, onOpen, onEvent },
    );
    parts.onRestart(target, 'closed');
    const lasted = clock.elapsed() - started;
    return lasted < shortest ? shortest * (1 + clock.random()) : 100 * clock.random();
  }

  /** How long to wait after an error, and what is no longer worth knowing. */
  function recover(error: unknown): number {
    const code = codeOf(error);
    parts.onRestart(target, code === 0 ? 'connection' : String(code));
    if (code === 410) {
      resourceVersion = undefined;
      // At once: deletions during the gap show only in a list. Twice in a row is a server that forgets too soon.
      return backoff.next();
    }
    if (code === 404) {
      version = undefined;
      return backoff.next();
    }
    backoff.failed();
    if (code === 403) {
      const wait = doubt('forbidden', describeError(error));
      if (wait !== undefined) return wait;
      become('forbidden', describeError(error));
      return slowly.forbidden * (1 + clock.random());
    }
    doubtedSince = undefined;
    become('broken', describeError(error));
    const asked = error instanceof ApiError ? error.retryAfter : undefined;
    // Jitter on top: all replicas were told the same number.
    return asked === undefined ? backoff.next() : Math.min(asked, 300_000) + 1000 * clock.random();
  }

  return {
    target,
    cache,
    state: () => state,
    answer: () => answer,
    staleFor: () => (staleSince === undefined ? 0 : clock.elapsed() - staleSince),
    run: async (signal) => {
      while (!signal.aborted) {
        const wait = await step(signal).catch((error: unknown) => (signal.aborted ? 0 : recover(error)));
        if (wait > 0) await clock.sleep(wait, signal);
      }
    },
  };
}
