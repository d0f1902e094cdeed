import type { Changes } from '../model/changes.ts';
import { compareIdentities } from '../model/identity-order.ts';
import { type Identity, identityOf } from '../model/resource.ts';
import type { Segment } from '../model/source.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { isTouched } from './changed-document.ts';
import { dumpObject } from './dump.ts';
import { mergeAdded } from './merge-added.ts';
import { printDocument } from './print-document.ts';
import { printItem } from './print-item.ts';
import type { Printing } from './printing.ts';
import { createTextStore, type TextStore } from './text-store.ts';

/**
 * A stream of documents in apply order: Lists are flattened, the same objects in any packaging give the same bytes. Everything that there
 * is to report has been reported when it comes back; the pieces are made as they are read.
 */
export function printInApplyOrder(printing: Printing): Iterable<Segment> {
  const { table } = printing.inventory;
  const store = createTextStore();
  const added = addedDocuments(printing.changes).map(({ identity, text }) => ({ identity, segments: [store.add(text)] }));
  const { gone, written } = printRows(printing, store);
  const segmentsOf = (row: number): readonly Segment[] => written.get(row) ?? [table.sliceOf(row)];
  const order = mergeAdded({ table, isKept: (row) => !gone.has(row), segmentsOf }, added);
  return {
    *[Symbol.iterator]() {
      let isFirst = true;
      for (const entry of order()) {
        if (!isFirst) yield '---\n';
        isFirst = false;
        yield* typeof entry === 'number' ? segmentsOf(entry) : entry.segments;
      }
    },
  };
}

/** The rows that are not printed, and those of which something else is printed than their bytes. */
function printRows(
  printing: Printing,
  store: TextStore,
): { readonly gone: ReadonlySet<number>; readonly written: ReadonlyMap<number, readonly Segment[]> } {
  const { inventory, changes, hidden } = printing;
  const gone = new Set<number>();
  const written = new Map<number, readonly Segment[]>();
  for (const [row, item] of inventory.table.made()) {
    if (hidden.has(item) || changes.removed.has(item)) gone.add(row);
    else if (inventory.table.columns.ordinary[row] === 0 || isTouched(item.document, printing))
      written.set(row, store.addSegments(printItem(item, printing)));
  }
  return { gone, written };
}

/** The same documents in the order and the Lists in which they came; new objects follow, sorted. */
export function printInInputOrder(printing: Printing): readonly Segment[] {
  const documents = printing.inventory.documents.flatMap((document: InputDocument) => {
    const segments = printDocument(document, printing);
    return segments === undefined ? [] : [{ segments }];
  });
  const added = printAdded(printing.changes).map((text) => ({ segments: [text] }));
  return joinDocuments([...documents, ...added]);
}

/** New objects as documents, sorted. */
export function printAdded(changes: Changes<InputItem>): readonly string[] {
  return addedDocuments(changes)
    .sort((a, b) => compareIdentities(a.identity, b.identity))
    .map(({ text }) => text);
}

function addedDocuments(changes: Changes<InputItem>): { readonly identity: Identity; readonly text: string }[] {
  return changes.added.map(({ object }) => ({ identity: identityOf(object), text: dumpObject(object) }));
}

export function joinDocuments(documents: readonly { readonly segments: readonly Segment[] }[]): readonly Segment[] {
  const joined: Segment[] = [];
  for (const { segments } of documents) {
    if (joined.length > 0) joined.push('---\n');
    for (const segment of segments) joined.push(segment);
  }
  return joined;
}
