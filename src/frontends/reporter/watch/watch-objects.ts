import { isObject, type KubeObject, numberAt, stringAt, type Value, valueAt } from '../../../model/resource.ts';
import { ApiError } from '../transport/api-error.ts';
import type { Transport } from '../transport/transport.ts';
import { collectionOf, type Target } from './target.ts';

/** The server sends a bookmark each minute: silence for longer is a half-open connection (reporter facts §1.2, §4 case 2). */
export const silence = 90_000;

export type WatchEvent =
  | { readonly type: 'put' | 'remove'; readonly object: KubeObject; readonly resourceVersion: string }
  | { readonly type: 'bookmark'; readonly resourceVersion: string };

export interface WatchParts {
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly silence: number;
  /** The server watches from where it was told to. */
  onOpen(): void;
  onEvent(event: WatchEvent): void;
}

/** Watches from a resourceVersion until the server ends it. Rejects with ApiError 410 when that version is gone. */
export async function watchObjects(
  target: Target,
  from: { readonly version: string; readonly resourceVersion: string },
  parts: WatchParts,
): Promise<void> {
  const { path, fieldSelector } = collectionOf(target, from.version);
  const query = {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: from.resourceVersion,
    // Random, so that not all watches of all replicas come back at once.
    timeoutSeconds: String(Math.round(300 + 300 * parts.random())),
    fieldSelector,
  };
  const request = { verb: 'watch', path, query, timeout: parts.silence, signal: parts.signal } as const;
  await parts.transport.stream(request, { onOpen: parts.onOpen, onLine: (line) => parts.onEvent(parseEvent(line, target)) });
}

function parseEvent(line: string, target: Target): WatchEvent {
  const event = JSON.parse(line) as Value;
  const object = valueAt(event, ['object']);
  if (!isObject(object)) throw new Error('the watch brought something that is no event');
  const resourceVersion = stringAt(object, ['metadata', 'resourceVersion']);
  const type = stringAt(event, ['type']);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { type: 'put', object: { ...object, kind: target.kind.kind }, resourceVersion };
    case 'DELETED':
      return { type: 'remove', object, resourceVersion };
    case 'BOOKMARK':
      return { type: 'bookmark', resourceVersion };
    default:
      throw new ApiError(numberAt(object, ['code']) ?? 500, object);
  }
}
