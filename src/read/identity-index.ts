import { compareCodePoints } from '../model/code-point-order.ts';
import { groupOf, type Identity } from '../model/resource.ts';
import { type IdentityRows, type SortedRows, sortRows } from './sort-rows.ts';

/** Rows by identity. A namespace stands in for an absent one. */
export interface RowIndex {
  sorted(defaultNamespace: string): SortedRows;
  /** The first row of an identity; undefined where there is none. */
  find(identity: Identity, defaultNamespace: string): number | undefined;
  duplicates(defaultNamespace: string): readonly (readonly [later: number, first: number])[];
}

/** A search in the sorted rows: a Map would hold an entry, and a key, for each document. Made when first asked for. */
export function createIdentityIndex(table: IdentityRows): RowIndex {
  const known = new Map<string, SortedRows>();
  const sorted = (defaultNamespace: string): SortedRows => {
    const rows = known.get(defaultNamespace) ?? sortRows(table, defaultNamespace);
    known.set(defaultNamespace, rows);
    return rows;
  };
  return {
    sorted,
    find: (identity, defaultNamespace) => {
      const kind = table.kinds.numberOf(groupOf(identity.apiVersion), identity.kind);
      const namespace = numberOf(table, identity.namespace, defaultNamespace);
      return kind === -1 || namespace === -1
        ? undefined
        : search(table, sorted(defaultNamespace), { kind, namespace, name: identity.name });
    },
    duplicates: (defaultNamespace) => findDuplicates(table, sorted(defaultNamespace)),
  };
}

/** The number of a namespace that objects are in; -1 where none is. */
function numberOf({ namespaces }: IdentityRows, namespace: string, defaultNamespace: string): number {
  if (namespace !== '' && namespace !== defaultNamespace) return namespaces.indexOf(namespace);
  const stated = namespaces.indexOf(defaultNamespace);
  return stated === -1 ? namespaces.indexOf('') : stated;
}

interface Wanted {
  readonly kind: number;
  readonly namespace: number;
  readonly name: string;
}

function search({ columns }: IdentityRows, { rows, groupOf: rowGroup, groupNumber }: SortedRows, wanted: Wanted): number | undefined {
  const group = groupNumber(wanted.kind, wanted.namespace);
  const compare = (row: number): number => rowGroup(row) - group || compareCodePoints(columns.name[row] ?? '', wanted.name);
  let from = 0;
  let to = rows.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compare(rows[middle] as number) < 0) from = middle + 1;
    else to = middle;
  }
  const found = rows[from];
  return found !== undefined && compare(found) === 0 ? found : undefined;
}

/** What has no kind or no name is no object that could stand twice. */
function findDuplicates({ columns, kinds }: IdentityRows, { rows, groupOf: rowGroup }: SortedRows): readonly (readonly [number, number])[] {
  const duplicates: (readonly [number, number])[] = [];
  let first = rows[0] ?? 0;
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i] as number;
    const name = columns.name[row];
    if (name !== columns.name[first] || rowGroup(row) !== rowGroup(first)) first = row;
    else if (name !== '' && kinds.kinds[columns.kind[row] as number]?.kind !== '') duplicates.push([row, first]);
  }
  return duplicates.sort(([a], [b]) => a - b);
}
