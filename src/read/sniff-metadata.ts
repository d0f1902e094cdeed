import { carriageReturn, hash, newline, space, tab } from './ascii.ts';
import { isClosed } from './sniff-closed.ts';
import { findEntries, keyEnd, lineEnd } from './sniff-entries.ts';
import { isRestEmpty, readWord } from './sniff-scalar.ts';
import { firstContent } from './split.ts';

export interface SniffedName {
  readonly namespace: string;
  readonly name: string;
}

const wanted = ['namespace', 'name'] as const;

/** Namespace and name below a `metadata:` line that starts at `from` and whose value ends before `to`; undefined when in doubt. */
export function sniffMetadata(bytes: Buffer, from: number, to: number): SniffedName | undefined {
  const first = lineEnd(bytes, from, to);
  if (!isRestEmpty(bytes, keyEnd(bytes, from) + 1, first)) return undefined;
  const lines = findChildren(bytes, first, to);
  if (lines === undefined || !areEntriesClosed(bytes, { lines, index: lines.length, to })) return undefined;
  const found = findEntries(bytes, lines, wanted);
  if (found === undefined) return undefined;
  const [namespaceLine = -1, nameLine = -1] = found;
  const namespace = readEntry(bytes, { lines, index: namespaceLine, to });
  const name = readEntry(bytes, { lines, index: nameLine, to });
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

/** A line of a block mapping: `lines[index]`, whose value ends where the next one starts, or at `to`. */
export interface Entry {
  readonly lines: readonly number[];
  readonly index: number;
  readonly to: number;
}

/** The one word that is the value of an entry, '' when the entry is absent (-1), undefined when in doubt. */
export function readEntry(bytes: Buffer, entry: Entry): string | undefined {
  if (entry.index === -1) return '';
  const from = entry.lines[entry.index] as number;
  const to = entry.lines[entry.index + 1] ?? entry.to;
  const end = lineEnd(bytes, from, to);
  const word = readWord(bytes, keyEnd(bytes, from) + 1, end);
  // Text on further lines would continue a plain scalar.
  return word !== undefined && firstContent(bytes, end, to) === to ? word : undefined;
}

/** Nothing is open where each of the first `count` entries ends: only then are the lines behind them entries too. */
export function areEntriesClosed(bytes: Buffer, { lines, index: count, to }: Entry): boolean {
  for (let i = 0; i < count; i++) if (!isClosed(bytes, lines[i] as number, lines[i + 1] ?? to)) return false;
  return true;
}

/** First bytes of the lines with the indentation of the first one; undefined when a line has less, or a tab. */
function findChildren(bytes: Buffer, from: number, to: number): readonly number[] | undefined {
  const children: number[] = [];
  let indent = -1;
  for (let at = from + 1; at < to; at = lineEnd(bytes, at, to) + 1) {
    let content = at;
    while (bytes[content] === space) content++;
    const byte = bytes[content];
    if (content >= to || byte === newline || byte === carriageReturn || byte === hash) continue;
    const depth = content - at;
    if (indent === -1) indent = depth;
    if (depth < indent || (byte === tab && depth === indent)) return undefined;
    if (depth === indent) children.push(content);
  }
  return children;
}
