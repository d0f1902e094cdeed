import type { KubeObject } from '../../src/model/resource.ts';

type Json = Record<string, unknown>;
export interface Stored extends Json {
  metadata: Record<string, unknown> & { name: string; namespace?: string; resourceVersion: string; uid: string };
}
export interface StoredEvent {
  readonly at: number;
  readonly collection: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
}

/** Objects by the path of their collection without its namespace, with the history that a watch tells. */
export interface FakeStore {
  version(): number;
  readonly events: readonly StoredEvent[];
  list(collection: string, namespace?: string): readonly Stored[];
  get(collection: string, namespace: string, name: string): Stored | undefined;
  put(collection: string, object: KubeObject | Json): Stored;
  remove(collection: string, namespace: string, name: string): void;
  onEvent(listener: (event: StoredEvent) => void): () => void;
  /** Forgets history, as compaction does. */
  compact(): void;
  readonly compactedTo: () => number;
}

export function createFakeStore(): FakeStore {
  const objects = new Map<string, Stored>();
  let events: StoredEvent[] = [];
  const listeners = new Set<(event: StoredEvent) => void>();
  let version = 100;
  let compacted = 0;
  const keyOf = (collection: string, namespace: string, name: string): string => `${collection}\n${namespace}\n${name}`;
  const tell = (collection: string, ...[type, object]: [StoredEvent['type'], Stored]): void => {
    const event = { at: version, collection, type, object };
    events.push(event);
    for (const listener of listeners) listener(event);
  };
  return {
    version: () => version,
    get events() {
      return events;
    },
    list: (collection, namespace) =>
      [...objects]
        .filter(([key, { metadata }]) => key.startsWith(`${collection}\n`) && (namespace === undefined || metadata.namespace === namespace))
        .map(([, object]) => object),
    get: (collection, namespace, name) => objects.get(keyOf(collection, namespace, name)),
    put: (collection, object) => {
      version += 1;
      const metadata = object['metadata'] as Stored['metadata'];
      const key = keyOf(collection, metadata.namespace ?? '', metadata.name);
      const before = objects.get(key);
      const uid = before?.metadata.uid ?? `uid-${version}`;
      const stored = { ...object, metadata: { ...metadata, uid, resourceVersion: String(version) } };
      objects.set(key, stored);
      tell(collection, before === undefined ? 'ADDED' : 'MODIFIED', stored);
      return stored;
    },
    remove: (collection, namespace, name) => {
      const stored = objects.get(keyOf(collection, namespace, name));
      if (stored === undefined) return;
      version += 1;
      objects.delete(keyOf(collection, namespace, name));
      tell(collection, 'DELETED', { ...stored, metadata: { ...stored.metadata, resourceVersion: String(version) } });
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    compact: () => {
      compacted = version;
      events = [];
    },
    compactedTo: () => compacted,
  };
}
