import { isObject, type KubeObject, listAt, stringAt } from '../../../model/resource.ts';
import { codeOf } from '../transport/api-error.ts';
import type { Transport } from '../transport/transport.ts';
import { collectionOf, type Target } from './target.ts';

const pageSize = '500';

export interface Listing {
  readonly objects: readonly KubeObject[];
  readonly resourceVersion: string;
}

export interface ListParts {
  readonly transport: Transport;
  readonly trim: (object: KubeObject) => KubeObject;
  readonly signal: AbortSignal;
}

/** A whole, consistent list, page by page. Starts again once when the pages expire on the way: the server compacts every five minutes. */
export async function listObjects(target: Target, version: string, parts: ListParts): Promise<Listing> {
  try {
    return await readPages(target, version, parts);
  } catch (error) {
    if (codeOf(error) !== 410) throw error;
    return readPages(target, version, parts);
  }
}

async function readPages(target: Target, version: string, { transport, trim, signal }: ListParts): Promise<Listing> {
  const { path, fieldSelector } = collectionOf(target, version);
  const objects: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const page = await transport.request({ verb: 'list', path, query: { limit: pageSize, continue: next, fieldSelector }, signal });
    for (const item of listAt(page, ['items'])) {
      // Members of a list carry neither apiVersion nor kind.
      if (isObject(item)) objects.push(trim({ apiVersion: stringAt(page, ['apiVersion']), kind: target.kind.kind, ...item }));
    }
    next = stringAt(page, ['metadata', 'continue']) || undefined;
    const resourceVersion = stringAt(page, ['metadata', 'resourceVersion']);
    if (next === undefined) return { objects, resourceVersion };
  }
}
