import { compareCodePoints } from '../model/code-point-order.ts';
import { compareIdentities, kindKey } from '../model/identity-order.ts';
import type { Identity } from '../model/resource.ts';
import { bytesOfSegments, type Segment } from '../model/source.ts';
import type { DocumentTable } from '../read/document-table.ts';

/** The rows that are printed. */
export interface KeptRows {
  readonly table: DocumentTable;
  isKept(row: number): boolean;
  segmentsOf(row: number): readonly Segment[];
}

/** A new object, which is in no row. */
export interface AddedDocument {
  readonly identity: Identity;
  readonly segments: readonly Segment[];
}

/** Kept rows and new objects, each in apply order, as one order. Both are known before the first is asked for; it may be read again. */
export function mergeAdded(kept: KeptRows, added: readonly AddedDocument[]): () => Iterable<number | AddedDocument> {
  const rows = orderKept(kept);
  const sorted = [...added].sort((a, b) => compareIdentities(a.identity, b.identity));
  const kinds = sorted.map(({ identity }) => kindKey(identity));
  const isBefore = compareWithRows(kept.table);
  return function* () {
    let next = 0;
    for (const row of rows) {
      for (let each = sorted[next]; each !== undefined && isBefore(each.identity, kinds[next] ?? '', row); each = sorted[++next])
        yield each;
      yield row;
    }
    yield* sorted.slice(next);
  };
}

/** Documents of one identity (only text that cannot be identified, or objects without a name) are ordered by their bytes. */
function orderKept({ table, isKept, segmentsOf }: KeptRows): Uint32Array {
  const { rows, groupOf } = table.sorted('');
  const kept = rows.filter(isKept);
  const { name } = table.columns;
  const isSame = (a: number, b: number): boolean => name[a] === name[b] && groupOf(a) === groupOf(b);
  for (let from = 0; from < kept.length; ) {
    let to = from + 1;
    while (to < kept.length && isSame(kept[to] as number, kept[from] as number)) to++;
    if (to - from > 1) kept.set(byBytes(Array.from(kept.subarray(from, to)), segmentsOf), from);
    from = to;
  }
  return kept;
}

function byBytes(rows: readonly number[], segmentsOf: KeptRows['segmentsOf']): readonly number[] {
  return rows
    .map((row) => ({ row, bytes: bytesOfSegments(segmentsOf(row)) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ row }) => row);
}

/** Whether an identity stands before a row. An added object never has the identity of a kept row. */
function compareWithRows({ columns, kinds, namespaces }: DocumentTable): (identity: Identity, kind: string, row: number) => boolean {
  const keys = kinds.kinds.map(kindKey);
  return ({ namespace, name }, kind, row) => {
    const order =
      compareCodePoints(kind, keys[columns.kind[row] as number] ?? '') ||
      compareCodePoints(namespace, namespaces.words[columns.namespace[row] as number] ?? '') ||
      compareCodePoints(name, columns.name[row] ?? '');
    return order < 0;
  };
}
