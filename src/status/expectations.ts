import { meshKeys } from '../mesh/registry.ts';
import { appendTo } from '../model/append-to.ts';
import { generatedFrom, group, managedAnnotations } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import { formatIdentity, type Identity, type KubeObject, keyOf, type ObjectValue, stringAt } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';
import type { PolicyOutcome } from '../render/outcome.ts';
import { absent, annotationDifference, compareAnnotations, compareSpec, type Difference } from './compare-object.ts';
import type { LiveItem } from './live-inventory.ts';
import { findRenamed } from './renamed-objects.ts';

/** The cluster, and what all policies together want of it. */
export interface Cluster {
  readonly live: ReadonlyMap<string, LiveItem>;
  /** Annotations by object. */
  readonly wanted: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** What each generated object is in the cluster, by the key that the renderer gives it; nothing where it is missing. */
  readonly generated: ReadonlyMap<string, LiveItem>;
  /** What is asked of each of these, by its key in the cluster. */
  readonly claims: ReadonlyMap<string, KubeObject>;
  /** Generated objects by the policy that their mark names, as `namespace/name`. */
  readonly marked: ReadonlyMap<string, readonly LiveItem[]>;
}

export function surveyCluster(inventory: Inventory<LiveItem>, outcomes: Iterable<PolicyOutcome>): Cluster {
  const wanted = new Map<string, Record<string, string>>();
  const live = new Map<string, LiveItem>();
  const marked = new Map<string, LiveItem[]>();
  for (const item of inventory.items) {
    if (item.identity.kind === 'ResiliencePolicy') continue;
    live.set(keyOf(item.identity), item);
    if (!item.mentionsGroup) continue;
    for (const policy of policiesBehind(item)) appendTo(marked, policy, item);
  }
  const generated = new Map<string, LiveItem>();
  const claims = new Map<string, KubeObject>();
  for (const { annotations, objects, policy } of outcomes) {
    for (const { on, values } of annotations) wanted.set(keyOf(on), { ...wanted.get(keyOf(on)), ...values });
    for (const object of objects) {
      const identity = identify(object);
      const item = live.get(keyOf(identity)) ?? findRenamed({ identity, object, policy }, live);
      if (item === undefined) continue;
      generated.set(keyOf(identity), item);
      claims.set(keyOf(item.identity), object);
    }
  }
  return { live, wanted, generated, claims, marked };
}

function policiesBehind({ identity, object }: LiveItem): readonly string[] {
  const mark = stringMapAt(object, ['metadata', 'annotations'])[generatedFrom];
  return mark === undefined ? [] : mark.split(',').map((name) => (name.includes('/') ? name : `${identity.namespace}/${name}`));
}

export function identify(object: KubeObject): Identity {
  const { apiVersion, kind, metadata } = object as unknown as { apiVersion: string; kind: string; metadata: Identity };
  return { apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

/** Everything in the cluster that is not as one policy asks; `target` is its Service. */
export function findDifferences(outcome: PolicyOutcome, target: LiveItem, cluster: Cluster): readonly Difference[] {
  const { annotations, objects, policy } = outcome;
  const touched = new Map(
    [target, ...annotations.flatMap(({ on }) => cluster.live.get(keyOf(on)) ?? [])].map((item) => [keyOf(item.identity), item]),
  );
  const owned = cluster.marked.get(`${policy.namespace}/${policy.name}`) ?? [];
  // What is generated for several policies may still hold what this one no longer asks for.
  const shared = owned.flatMap(({ identity }): KubeObject | readonly never[] => cluster.claims.get(keyOf(identity)) ?? []);
  return [
    ...annotations.flatMap(({ on, values }) => compareAnnotations(on, values, cluster.live.get(keyOf(on))?.object ?? {})),
    ...[...touched.values()].flatMap((item) => staleAnnotations(item, cluster)),
    ...[...new Set([...objects, ...shared])].flatMap((object) => compareGenerated(object, cluster)),
    ...owned.filter(({ identity }) => !cluster.claims.has(keyOf(identity))).map(({ identity }) => superfluous(identity)),
  ];
}

/** Keys that are listed as ours and that no policy wants any more. */
function staleAnnotations({ identity, object }: LiveItem, { wanted }: Cluster): readonly Difference[] {
  const annotations = stringMapAt(object, ['metadata', 'annotations']);
  const listed = new Set((annotations[managedAnnotations] ?? '').split(',').map((key) => key.trim()));
  const values = wanted.get(keyOf(identity)) ?? {};
  return [...listed]
    .filter((key) => meshKeys.has(key) && !Object.hasOwn(values, key) && annotations[key] !== undefined)
    .map((key) => annotationDifference(identity, key, [undefined, annotations[key]]));
}

function compareGenerated(object: KubeObject, { generated }: Cluster): readonly Difference[] {
  const item = generated.get(keyOf(identify(object)));
  if (item === undefined) return [{ object: formatIdentity(identify(object)), field: '', expected: 'the object', found: absent }];
  const on = item.identity;
  const values = stringMapAt(object, ['metadata', 'annotations']);
  const found = stringMapAt(item.object, ['metadata', 'annotations']);
  const unmarked = found[generatedFrom] === undefined;
  const extra = Object.keys(found).filter((key) => meshKeys.has(key) && !Object.hasOwn(values, key));
  return [
    ...(unmarked
      ? [{ object: formatIdentity(on), field: '', expected: `an object with the mark of ${group}`, found: 'one without it' }]
      : []),
    ...compareAnnotations(on, values, item.object),
    ...extra.map((key) => annotationDifference(on, key, [undefined, found[key]])),
    ...compareSpec(on, withLiveServer(object, generated), item.object),
  ];
}

/** A rate limit belongs to its Server by name, so it has to follow when that was renamed. */
function withLiveServer(object: KubeObject, generated: Cluster['generated']): KubeObject {
  const { apiVersion, kind, namespace } = identify(object);
  if (kind !== 'HTTPLocalRateLimitPolicy') return object;
  const spec = object['spec'] as ObjectValue;
  const targetRef = spec['targetRef'] as ObjectValue;
  const server = generated.get(keyOf({ apiVersion, kind: 'Server', namespace, name: stringAt(targetRef, ['name']) }));
  return server === undefined ? object : { ...object, spec: { ...spec, targetRef: { ...targetRef, name: server.identity.name } } };
}

function superfluous(identity: Identity): Difference {
  return { object: formatIdentity(identity), field: '', expected: absent, found: 'the object, generated for it before' };
}
