/**
 * What is known of every object of an input, as columns of numbers: an object of JavaScript's for each of a million documents would
 * take more memory than their text is worth (docs/decisions/0017).
 */
export interface Columns {
  count: number;
  /** Indexes into `DocumentTable.files`, `kinds` and `namespaces`. */
  file: Uint32Array;
  kind: Uint32Array;
  namespace: Uint32Array;
  /** Where its document starts, and how long it is. Files may be larger than 4 GiB, documents may not. */
  from: Float64Array;
  length: Uint32Array;
  /** 1 for a document that is copied as it stands. */
  ordinary: Uint8Array;
  readonly name: string[];
}

const firstSize = 256;

export function createColumns(): Columns {
  return {
    count: 0,
    file: new Uint32Array(firstSize),
    kind: new Uint32Array(firstSize),
    namespace: new Uint32Array(firstSize),
    from: new Float64Array(firstSize),
    length: new Uint32Array(firstSize),
    ordinary: new Uint8Array(firstSize),
    name: [],
  };
}

/** Makes room for one more row; its index. */
export function addRow(columns: Columns): number {
  const { count } = columns;
  if (count === columns.file.length) {
    const size = 2 * count;
    columns.file = widen(columns.file, new Uint32Array(size));
    columns.kind = widen(columns.kind, new Uint32Array(size));
    columns.namespace = widen(columns.namespace, new Uint32Array(size));
    columns.from = widen(columns.from, new Float64Array(size));
    columns.length = widen(columns.length, new Uint32Array(size));
    columns.ordinary = widen(columns.ordinary, new Uint8Array(size));
  }
  columns.count++;
  return count;
}

function widen<T extends Uint32Array | Float64Array | Uint8Array>(column: T, wider: T): T {
  wider.set(column);
  return wider;
}
