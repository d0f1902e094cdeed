import { groupOf, type Identity } from '../model/resource.ts';
import type { Slice, SourceFile } from '../model/source.ts';
import { addRow, type Columns, createColumns } from './document-columns.ts';
import { createIdentityIndex } from './identity-index.ts';
import type { RawDocument } from './index-file.ts';
import type { InputDocument, InputItem } from './input.ts';
import { createKindList, type KindList } from './kind-list.ts';
import type { SortedRows } from './sort-rows.ts';
import { createWordList, type WordList } from './word-list.ts';

/** The objects of an input as rows, in input order; an object is made of one when somebody asks for it, and then stays the same. */
export interface DocumentTable {
  readonly columns: Columns;
  readonly kinds: KindList;
  readonly namespaces: WordList;
  /** A document that is one object and is copied as it stands, unless its object changes. */
  addOrdinary(file: SourceFile, raw: RawDocument, identity: Identity): void;
  /** Any other document; a List has any number of objects. */
  addDocument(document: InputDocument): void;
  itemAt(row: number): InputItem;
  /** Rows of which an object was made. */
  made(): Iterable<readonly [row: number, item: InputItem]>;
  /** The bytes of an ordinary document. */
  sliceOf(row: number): Slice;
  ofKind(group: string, kind: string): readonly InputItem[];
  sorted(defaultNamespace: string): SortedRows;
  find(identity: Identity, defaultNamespace: string): InputItem | undefined;
  duplicates(defaultNamespace: string): readonly (readonly [later: InputItem, first: InputItem])[];
  /** Every document, in input order. */
  documents(): readonly InputDocument[];
}

const none: RawDocument['before'] = [];
const root: InputItem['path'] = [];

export function createDocumentTable(): DocumentTable {
  const columns = createColumns();
  const kinds = createKindList();
  const namespaces = createWordList();
  const files: SourceFile[] = [];
  const items = new Map<number, InputItem>();
  /** Lists without members have no row; they stand before the row of that number. */
  const empty: { readonly row: number; readonly document: InputDocument }[] = [];

  const add = (file: SourceFile, { from, to }: RawDocument, identity: Identity): number => {
    if (files.at(-1) !== file) files.push(file);
    const row = addRow(columns);
    columns.file[row] = files.length - 1;
    columns.kind[row] = kinds.add(identity.apiVersion, identity.kind);
    columns.namespace[row] = namespaces.add(identity.namespace);
    columns.from[row] = from;
    columns.length[row] = to - from;
    columns.name.push(identity.name);
    return row;
  };
  const sliceOf = (row: number): Slice => {
    const from = columns.from[row] as number;
    return { file: files[columns.file[row] as number] as SourceFile, from, to: from + (columns.length[row] as number) };
  };
  const identityOf = (row: number): Identity => {
    const { apiVersion = '', kind = '' } = kinds.kinds[columns.kind[row] as number] ?? {};
    return { apiVersion, kind, namespace: namespaces.words[columns.namespace[row] as number] ?? '', name: columns.name[row] ?? '' };
  };
  const itemAt = (row: number): InputItem => {
    const known = items.get(row);
    if (known !== undefined) return known;
    const item = ordinaryItem(sliceOf(row), identityOf(row));
    items.set(row, item);
    return item;
  };
  const index = createIdentityIndex({ columns, kinds, namespaces });
  return {
    columns,
    kinds,
    namespaces,
    addOrdinary: (file, raw, identity) => {
      columns.ordinary[add(file, raw, identity)] = 1;
    },
    addDocument: (document) => {
      if (document.items.length === 0) empty.push({ row: columns.count, document });
      for (const item of document.items) items.set(add(document.file, document.raw, item.identity), item);
    },
    itemAt,
    made: () => items,
    sliceOf,
    ofKind: itemsByKind(columns, kinds, itemAt),
    sorted: index.sorted,
    find: (identity, defaultNamespace) => {
      const row = index.find(identity, defaultNamespace);
      return row === undefined ? undefined : itemAt(row);
    },
    duplicates: (defaultNamespace) => index.duplicates(defaultNamespace).map(([later, first]) => [itemAt(later), itemAt(first)] as const),
    documents: () => documentsOf(columns.count, itemAt, empty),
  };
}

/** What the scan said of the document: nothing that is out of the ordinary. */
function ordinaryItem({ file, from, to }: Slice, identity: Identity): InputItem {
  const raw = { from, to, before: none, after: none, reemit: false, json: false, sniffed: identity, endsLine: true, mentionsGroup: false };
  const document: { -readonly [K in keyof InputDocument]: InputDocument[K] } = { file, raw, list: false, items: [] };
  const item: InputItem = { identity, path: root, readable: true, mentionsGroup: false, document };
  document.items = [item];
  return item;
}

/** Whether nothing of a document is lost in a row. */
export function isOrdinary({ before, after, reemit, json, endsLine, mentionsGroup }: RawDocument): boolean {
  return endsLine && !reemit && !json && !mentionsGroup && before.length === 0 && after.length === 0;
}

function itemsByKind(columns: Columns, { kinds }: KindList, itemAt: (row: number) => InputItem): DocumentTable['ofKind'] {
  const known = new Map<string, readonly InputItem[]>();
  const collect = (group: string, kind: string): readonly InputItem[] => {
    const wanted = kinds.map((each) => each.kind === kind && groupOf(each.apiVersion) === group);
    const items: InputItem[] = [];
    if (!wanted.includes(true)) return items;
    for (let row = 0; row < columns.count; row++) if (wanted[columns.kind[row] as number]) items.push(itemAt(row));
    return items;
  };
  return (group, kind) => {
    const key = `${group}/${kind}`;
    const items = known.get(key) ?? collect(group, kind);
    known.set(key, items);
    return items;
  };
}

function documentsOf(
  count: number,
  itemAt: (row: number) => InputItem,
  empty: readonly { readonly row: number; readonly document: InputDocument }[],
): readonly InputDocument[] {
  const documents: InputDocument[] = [];
  let next = 0;
  const takeEmpty = (row: number): void => {
    for (let each = empty[next]; each !== undefined && each.row <= row; each = empty[++next]) documents.push(each.document);
  };
  for (let row = 0; row < count; row++) {
    takeEmpty(row);
    const item = itemAt(row);
    if (item.document.items[0] === item) documents.push(item.document);
  }
  takeEmpty(count);
  return documents;
}
