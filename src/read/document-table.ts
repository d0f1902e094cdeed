import type { Identity } from '../model/resource.ts';
import type { Slice, SourceFile } from '../model/source.ts';
import { addRow, type Columns, createColumns } from './document-columns.ts';
import { createIdentityIndex } from './identity-index.ts';
import type { RawDocument } from './index-file.ts';
import type { InputDocument, InputItem } from './input.ts';
import { createKindList, type KindList } from './kind-list.ts';
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
  find(identity: Identity, defaultNamespace: string): InputItem | undefined;
  duplicates(defaultNamespace: string): readonly (readonly [later: InputItem, first: InputItem])[];
  /** Every document, in input order. */
  documents(): readonly InputDocument[];
}

const none: RawDocument['before'] = [];

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
    ofKind: rowsByKind(columns, kinds, itemAt),
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
  const plain = { before: none, after: none, reemit: false, json: false, endsLine: true, mentionsGroup: false } as const;
  const items: InputItem[] = [];
  const document: InputDocument = { file, raw: { ...plain, from, to, sniffed: identity }, list: false, items };
  const item: InputItem = { identity, path: [], readable: true, mentionsGroup: false, document };
  items.push(item);
  return item;
}

/** Whether nothing of a document is lost in a row. */
export function isOrdinary({ before, after, reemit, json, endsLine, mentionsGroup }: RawDocument): boolean {
  return endsLine && !reemit && !json && !mentionsGroup && before.length === 0 && after.length === 0;
}

function rowsByKind(columns: Columns, { kinds, groupKindOf }: KindList, itemAt: (row: number) => InputItem): DocumentTable['ofKind'] {
  const known = new Map<number, readonly InputItem[]>();
  return (group, kind) => {
    const wanted = groupKindOf(group, kind);
    if (wanted === -1) return [];
    const found = known.get(wanted);
    if (found !== undefined) return found;
    const items: InputItem[] = [];
    for (let row = 0; row < columns.count; row++) {
      if (kinds[columns.kind[row] as number]?.groupKind === wanted) items.push(itemAt(row));
    }
    known.set(wanted, items);
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
