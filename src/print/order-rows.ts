import { compareCodePoints } from '../model/code-point-order.ts';
import type { Identity } from '../model/resource.ts';
import type { DocumentTable } from '../read/document-table.ts';
import { kindKey } from './compare-identities.ts';

/** What is put in order: the rows of a table that are kept, and new objects, numbered as if they were rows behind its last one. */
export interface Ordering {
  readonly table: DocumentTable;
  readonly added: readonly Identity[];
  isKept(row: number): boolean;
  /** The text of an entry: documents of one identity are ordered by it. */
  bytesOf(entry: number): Uint8Array;
}

interface Ranks {
  /** By entry. */
  group(entry: number): number;
  name(entry: number): string;
}

/** Kept rows and new objects in apply order (design §5), as numbers. */
export function orderRows(ordering: Ordering): Uint32Array {
  const { table, added, isKept } = ordering;
  const { count } = table.columns;
  const total = count + added.length;
  const ranks = rankEntries(table, added);
  // Numbers are sorted without a call for each comparison: the group above, the entry below.
  const keys = new Float64Array(total);
  let kept = 0;
  for (let entry = 0; entry < total; entry++) if (entry >= count || isKept(entry)) keys[kept++] = ranks.group(entry) * total + entry;
  const sorted = keys.subarray(0, kept).sort();
  const entries = Uint32Array.from(sorted, (key) => key % total);
  for (let from = 0; from < kept; ) {
    const group = ranks.group(entries[from] as number);
    let to = from + 1;
    while (to < kept && ranks.group(entries[to] as number) === group) to++;
    if (to - from > 1) entries.set(byName(Array.from(entries.subarray(from, to)), ranks, ordering), from);
    from = to;
  }
  return entries;
}

function byName(entries: number[], { name }: Ranks, { bytesOf }: Ordering): readonly number[] {
  return entries.sort((a, b) => compareCodePoints(name(a), name(b)) || Buffer.compare(bytesOf(a), bytesOf(b)));
}

/** Entries of one kind and namespace are a group; the number of a group is its place in the order. */
function rankEntries({ columns, kinds, namespaces }: DocumentTable, added: readonly Identity[]): Ranks {
  const { count } = columns;
  const kindRanks = rankWords([...kinds.kinds.map(kindKey), ...added.map(kindKey)]);
  const namespaceRanks = rankWords([...namespaces.words, ...added.map(({ namespace }) => namespace)]);
  const rankOf = (ranks: Uint32Array, entry: number, at: { readonly column: Uint32Array; readonly words: number }): number =>
    ranks[entry < count ? (at.column[entry] as number) : at.words + entry - count] as number;
  const kindAt = { column: columns.kind, words: kinds.kinds.length };
  const namespaceAt = { column: columns.namespace, words: namespaces.words.length };
  return {
    group: (entry) => rankOf(kindRanks, entry, kindAt) * namespaceRanks.length + rankOf(namespaceRanks, entry, namespaceAt),
    name: (entry) => (entry < count ? columns.name[entry] : added[entry - count]?.name) ?? '',
  };
}

/** The place of each word among all of them by code point; equal words have one place. */
function rankWords(words: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(words.length);
  const order = Array.from(words.keys()).sort((a, b) => compareCodePoints(words[a] ?? '', words[b] ?? ''));
  let rank = 0;
  for (const [i, at] of order.entries()) {
    if (i > 0 && words[at] !== words[order[i - 1] as number]) rank = i;
    ranks[at] = rank;
  }
  return ranks;
}
