import type { Inventory, Item } from '../model/inventory.ts';
import type { FieldPath, Origin } from '../model/place.ts';
import type { ObjectValue } from '../model/resource.ts';
import type { SourceFile } from '../model/source.ts';
import type { DocumentTable } from './document-table.ts';
import type { RawDocument } from './index-file.ts';

/** One object of an input file. */
export interface InputItem extends Item {
  readonly document: InputDocument;
  /** Way to the object inside its document: empty, or to a member of a List. */
  readonly path: FieldPath;
  /** False for text that does not parse and passes through. */
  readonly readable: boolean;
}

/** One document that is printed: an object, or a List of them. */
export interface InputDocument {
  readonly file: SourceFile;
  readonly raw: RawDocument;
  readonly list: boolean;
  /** What a List reads as, with its members as they stand in it. */
  readonly value?: ObjectValue | undefined;
  readonly items: readonly InputItem[];
}

/** The objects of a set of files, with their documents in input order. Asking for all of either makes an object of each. */
export interface InputInventory extends Inventory<InputItem> {
  readonly documents: readonly InputDocument[];
  /** The same as rows, for whoever looks at all of them. */
  readonly table: DocumentTable;
  /** Some object of it can be read. */
  readonly hasReadable: boolean;
}

export function originOf(item: InputItem): Origin {
  const { file, raw } = item.document;
  return { file, from: raw.from, to: raw.to, path: item.path };
}
