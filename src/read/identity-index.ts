import { groupOf, type Identity } from '../model/resource.ts';
import type { Columns } from './document-columns.ts';
import type { KindList } from './kind-list.ts';
import type { WordList } from './word-list.ts';

/** Rows by identity; undefined where there is none. */
export interface RowIndex {
  find(identity: Identity, defaultNamespace: string): number | undefined;
  duplicates(defaultNamespace: string): readonly (readonly [later: number, first: number])[];
}

interface Rows {
  readonly columns: Columns;
  readonly kinds: KindList;
  readonly namespaces: WordList;
}

interface Built {
  readonly count: number;
  readonly defaultNamespace: string;
  /** Rows by name, by the number of their group and kind, and by that of their namespace. */
  readonly names: ReadonlyMap<number, ReadonlyMap<number, ReadonlyMap<string, number>>>;
  readonly duplicates: readonly (readonly [later: number, first: number])[];
}

/** Names are strings that the rows hold already: keys of whole identities would be a hundred bytes for each. Made when first asked for. */
export function createIdentityIndex(rows: Rows): RowIndex {
  let built: Built | undefined;
  const builtFor = (defaultNamespace: string): Built => {
    const isCurrent = built?.count === rows.columns.count && built.defaultNamespace === defaultNamespace;
    if (built === undefined || !isCurrent) built = build(rows, defaultNamespace);
    return built;
  };
  return {
    find: ({ apiVersion, kind, namespace, name }, defaultNamespace) => {
      const { names } = builtFor(defaultNamespace);
      const ofKind = names.get(rows.kinds.groupKindOf(groupOf(apiVersion), kind));
      return ofKind?.get(numberOf(rows, namespace, defaultNamespace))?.get(name);
    },
    duplicates: (defaultNamespace) => builtFor(defaultNamespace).duplicates,
  };
}

function build(rows: Rows, defaultNamespace: string): Built {
  const { columns, kinds, namespaces } = rows;
  const names = new Map<number, Map<number, Map<string, number>>>();
  const duplicates: (readonly [number, number])[] = [];
  const numbers = namespaces.words.map((word) => numberOf(rows, word, defaultNamespace));
  for (let row = 0; row < columns.count; row++) {
    const { kind = '', groupKind = -1 } = kinds.kinds[columns.kind[row] as number] ?? {};
    const name = columns.name[row] ?? '';
    if (name === '' || kind === '') continue;
    const ofNamespace = innerMap(innerMap(names, groupKind), numbers[columns.namespace[row] as number] ?? -1);
    const first = ofNamespace.get(name);
    if (first === undefined) ofNamespace.set(name, row);
    else duplicates.push([row, first]);
  }
  return { count: columns.count, defaultNamespace, names, duplicates };
}

/** One number for an absent namespace and for the one that stands in for it, which perhaps no object names; -1 for one that nothing is in. */
function numberOf({ namespaces }: Rows, namespace: string, defaultNamespace: string): number {
  if (namespace !== '' && namespace !== defaultNamespace) return namespaces.indexOf(namespace);
  const stated = namespaces.indexOf(defaultNamespace);
  return stated === -1 ? namespaces.indexOf('') : stated;
}

function innerMap<K, V>(outer: Map<number, Map<K, V>>, key: number): Map<K, V> {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const inner = new Map<K, V>();
  outer.set(key, inner);
  return inner;
}
