import type { Changes } from '../model/changes.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import { type Identity, identityOf } from '../model/resource.ts';
import { bytesOfSegments, type Segment } from '../model/source.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { isTouched } from './changed-document.ts';
import { orderKey } from './compare-identities.ts';
import { dumpObject } from './dump.ts';
import { orderRows } from './order-rows.ts';
import { printDocument } from './print-document.ts';
import { printItem } from './print-item.ts';
import type { Printing } from './printing.ts';

/** One document of the output, and its place in apply order. */
export interface Printed {
  readonly order: string;
  readonly segments: readonly Segment[];
}

/**
 * A stream of documents in apply order: Lists are flattened, the same objects in any packaging give the same bytes. Everything that there
 * is to report has been reported when it comes back; the pieces are made as they are read.
 */
export function printInApplyOrder(printing: Printing): Iterable<Segment> {
  const { table } = printing.inventory;
  const { count } = table.columns;
  const added = addedDocuments(printing.changes);
  const { gone, written } = printRows(printing);
  const segmentsOf = (entry: number): readonly Segment[] =>
    entry < count ? (written.get(entry) ?? [table.sliceOf(entry)]) : (added[entry - count]?.segments ?? []);
  const entries = orderRows({
    table,
    added: added.map(({ identity }) => identity),
    isKept: (row) => !gone.has(row),
    bytesOf: (entry) => bytesOfSegments(segmentsOf(entry)),
  });
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < entries.length; i++) {
        if (i > 0) yield '---\n';
        yield* segmentsOf(entries[i] as number);
      }
    },
  };
}

/** The rows that are not printed, and those of which something else is printed than their bytes. */
function printRows(printing: Printing): {
  readonly gone: ReadonlySet<number>;
  readonly written: ReadonlyMap<number, readonly Segment[]>;
} {
  const { inventory, changes, hidden } = printing;
  const gone = new Set<number>();
  const written = new Map<number, readonly Segment[]>();
  for (const [row, item] of inventory.table.made()) {
    if (hidden.has(item) || changes.removed.has(item)) gone.add(row);
    else if (inventory.table.columns.ordinary[row] === 0 || isTouched(item.document, printing)) written.set(row, printItem(item, printing));
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
    .sort((a, b) => compareCodePoints(a.order, b.order))
    .map(({ text }) => text);
}

function addedDocuments(changes: Changes<InputItem>): (Printed & { readonly identity: Identity; readonly text: string })[] {
  return changes.added.map(({ object }) => {
    const identity = identityOf(object);
    const text = dumpObject(object);
    return { identity, order: orderKey(identity), segments: [text], text };
  });
}

export function joinDocuments(documents: readonly Pick<Printed, 'segments'>[]): readonly Segment[] {
  const joined: Segment[] = [];
  for (const { segments } of documents) {
    if (joined.length > 0) joined.push('---\n');
    for (const segment of segments) joined.push(segment);
  }
  return joined;
}
