import { compareCodePoints } from '../model/code-point-order.ts';
import { kindKey } from '../model/identity-order.ts';
import type { Columns } from './document-columns.ts';
import type { KindList } from './kind-list.ts';
import type { WordList } from './word-list.ts';

/** What the rows of a table say of identities. */
export interface IdentityRows {
  readonly columns: Columns;
  readonly kinds: KindList;
  readonly namespaces: WordList;
}

/** The rows of a table in apply order (design §5), those of one identity in input order. */
export interface SortedRows {
  readonly rows: Uint32Array;
  /** Rows of one kind and namespace are a group; groups are numbered in their order. */
  groupOf(row: number): number;
  /** The number of a group, by the number of a kind and that of a namespace. */
  groupNumber(kind: number, namespace: number): number;
}

/** Sorts once for everybody: the order of output, identities that stand twice, and the search for one. */
export function sortRows({ columns, kinds, namespaces }: IdentityRows, defaultNamespace: string): SortedRows {
  const { count, name } = columns;
  const kindRanks = rankWords(kinds.kinds.map(kindKey));
  const namespaceRanks = rankWords(namespaces.words.map((word) => (word === '' ? defaultNamespace : word)));
  const groupNumber = (kind: number, namespace: number): number =>
    (kindRanks[kind] as number) * namespaceRanks.length + (namespaceRanks[namespace] as number);
  const groupOf = (row: number): number => groupNumber(columns.kind[row] as number, columns.namespace[row] as number);
  // Numbers are sorted without a call for each comparison: the group above, the row below.
  const keys = Float64Array.from({ length: count }, (_, row) => groupOf(row) * count + row).sort();
  const rows = Uint32Array.from(keys, (key) => key % count);
  for (let from = 0; from < count; ) {
    const group = groupOf(rows[from] as number);
    let to = from + 1;
    while (to < count && groupOf(rows[to] as number) === group) to++;
    const byName = Array.from(rows.subarray(from, to)).sort((a, b) => compareCodePoints(name[a] ?? '', name[b] ?? ''));
    rows.set(byName, from);
    from = to;
  }
  return { rows, groupOf, groupNumber };
}

/** The place of each word among all of them by code point; equal words have one place. */
function rankWords(words: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(words.length);
  const order = Array.from(words.keys()).sort((a, b) => compareCodePoints(words[a] ?? '', words[b] ?? ''));
  for (const [i, at] of order.entries()) {
    const before = order[i - 1];
    ranks[at] = before !== undefined && words[before] === words[at] ? (ranks[before] as number) : i;
  }
  return ranks;
}
