import type { Identity } from '../model/resource.ts';
import { findEntries } from './sniff-entries.ts';
import { areEntriesClosed, readEntry, sniffMetadata } from './sniff-metadata.ts';
import { lineLimit } from './split.ts';

/** A document to look at: its first byte of content, its end, and its lines that start at column 0 with content. */
export interface Outline {
  readonly content: number;
  readonly to: number;
  readonly lines: readonly number[];
}

const wanted = ['apiVersion', 'kind', 'metadata'] as const;

/**
 * What the bytes of a block-style document prove about its identity, without a parse. It may give up (undefined), it never says something
 * that a parser would not read (docs: facts performance §3). Lines after the last of the three keys cannot change them: a second one
 * makes it give up, whatever is open there.
 */
export function sniffIdentity(bytes: Buffer, outline: Outline): Identity | undefined {
  const { lines, to } = outline;
  if (lines[0] !== outline.content || lines.length >= lineLimit) return undefined;
  const found = findEntries(bytes, lines, wanted);
  if (found === undefined) return undefined;
  const [apiVersionLine = -1, kindLine = -1, metadataLine = -1] = found;
  if (apiVersionLine === -1 || kindLine === -1) return undefined;
  const last = Math.max(apiVersionLine, kindLine, metadataLine);
  if (!areEntriesClosed(bytes, { lines, index: last, to })) return undefined;
  const apiVersion = readEntry(bytes, { lines, index: apiVersionLine, to });
  const kind = readEntry(bytes, { lines, index: kindLine, to });
  if (apiVersion === undefined || kind === undefined) return undefined;
  if (metadataLine === -1) return { apiVersion, kind, namespace: '', name: '' };
  const names = sniffMetadata(bytes, lines[metadataLine] as number, lines[metadataLine + 1] ?? to);
  return names === undefined ? undefined : { apiVersion, kind, namespace: names.namespace, name: names.name };
}
