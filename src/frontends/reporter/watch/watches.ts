import { group } from '../../../model/group.ts';
import { type KubeObject, stringAt } from '../../../model/resource.ts';
import type { Unwatchable } from '../../../status/what-is-hidden.ts';
import type { Clock } from '../clock.ts';
import type { WatchFigures } from '../metrics.ts';
import type { ObjectCache } from './object-cache.ts';
import type { Reflector } from './reflector.ts';
import { formatTarget, isEssential } from './target.ts';

/** Everything that is watched, taken together. */
export interface Watches {
  objects(): readonly KubeObject[];
  /** Whether what is in memory is enough, and new enough, to say anything. */
  canDecide(): boolean;
  /** Kinds about which nothing can be said: nothing that they hold may be missed or counted as drift. */
  unwatchable(): readonly Unwatchable[];
  /** Milliseconds after which a broken watch may count as unwatchable. */
  recheckAfter(): number;
  figures(): readonly WatchFigures[];
  /** What keeps it from being ready; none when it is. */
  obstacles(): readonly string[];
  /** A policy, if that resourceVersion is the newest known. */
  policy(name: { readonly namespace: string; readonly name: string }, resourceVersion: string): KubeObject | undefined;
  /** Puts a newer state of a policy in place of the one of that resourceVersion, if that is still the newest known. */
  advance(from: { readonly namespace: string; readonly name: string; readonly resourceVersion: string }, object: KubeObject): void;
  run(signal: AbortSignal): Promise<void>;
}

/** A watch is given this long to come back, twice the longest backoff. */
const patience = 60_000;

export function createWatches(reflectors: readonly Reflector[], clock: Clock): Watches {
  const essential = reflectors.filter(({ target }) => isEssential(target.kind));
  /** While the whole server is away, nothing is unwatchable for a reason of its own. */
  let outageAt = clock.elapsed();
  const noteOutage = (): void => {
    if (essential.some((each) => each.state() === 'broken' || each.state() === 'starting')) outageAt = clock.elapsed();
  };
  const isLost = (reflector: Reflector): boolean => {
    // What it was before the connection broke.
    if (reflector.answer() === 'absent' || reflector.answer() === 'forbidden') return true;
    return reflector.state() !== 'synced' && reflector.staleFor() > patience && clock.elapsed() - outageAt > patience;
  };
  const cachesOf = (namespace: string): readonly ObjectCache[] =>
    reflectors
      .filter(({ target: { kind, namespace: place } }) => kind.group === group && (place === '' || place === namespace))
      .map(({ cache }) => cache);
  const isAt = (object: KubeObject | undefined, resourceVersion: string): boolean =>
    object !== undefined && stringAt(object, ['metadata', 'resourceVersion']) === resourceVersion;
  return {
    objects: () => reflectors.flatMap(({ cache }) => [...cache.objects()]),
    canDecide: () => {
      noteOutage();
      const reachable = essential.every((each) => each.state() !== 'broken' && each.state() !== 'starting');
      return reachable && reflectors.every((each) => each.answer() !== undefined || isLost(each));
    },
    unwatchable: () => describeLost(reflectors.filter(isLost)),
    recheckAfter: () =>
      reflectors.some((each) => each.state() === 'broken' || each.state() === 'starting') ? 5_000 : Number.POSITIVE_INFINITY,
    figures: () => figuresOf(reflectors),
    obstacles: () =>
      essential
        .filter((each) => each.state() !== 'synced')
        .map((each) => `${formatTarget(each.target)}: ${each.state()}`)
        .concat(
          reflectors
            .filter((each) => each.answer() === undefined && !isEssential(each.target.kind))
            .map((each) => `${formatTarget(each.target)}: not read yet`),
        ),
    policy: (name, resourceVersion) =>
      cachesOf(name.namespace)
        .map((cache) => cache.get(name))
        .find((found) => isAt(found, resourceVersion)),
    advance: ({ namespace, name, resourceVersion }, object) => {
      for (const cache of cachesOf(namespace)) if (isAt(cache.get({ namespace, name }), resourceVersion)) cache.put(object);
    },
    run: async (signal) => {
      await Promise.all(reflectors.map((each) => each.run(signal)));
    },
  };
}

/** A kind that is lost in one namespace is lost; of several reasons the one that a person can mend is told. */
function describeLost(lost: readonly Reflector[]): readonly Unwatchable[] {
  const kinds = new Map<string, Unwatchable>();
  for (const { target, answer } of lost) {
    const { group: of, kind } = target.kind;
    const key = `${of}/${kind}`;
    const said = answer();
    const whys = [said === 'absent' || said === 'forbidden' ? said : 'broken', kinds.get(key)?.why];
    const why = (['forbidden', 'broken'] as const).find((each) => whys.includes(each)) ?? 'absent';
    kinds.set(key, { group: of, kind, why });
  }
  return [...kinds.values()];
}

function figuresOf(reflectors: readonly Reflector[]): readonly WatchFigures[] {
  const figures = new Map<string, WatchFigures>();
  for (const { target, cache, state } of reflectors) {
    const resource = formatTarget(target);
    const before = figures.get(resource);
    // A kind that is not installed is nobody's fault, except ours.
    const stalled = state() !== 'synced' && (state() !== 'absent' || isEssential(target.kind));
    figures.set(resource, { resource, objects: (before?.objects ?? 0) + cache.size(), stalled: stalled || before?.stalled === true });
  }
  return [...figures.values()];
}
