import type { Changes } from '../model/changes.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import { identityOf } from '../model/resource.ts';
import { bytesOfSegments, type Segment } from '../model/source.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { orderKey } from './compare-identities.ts';
import { dumpObject } from './dump.ts';
import { printDocument } from './print-document.ts';
import { printItem } from './print-item.ts';
import type { Printing } from './printing.ts';

/** One document of the output, and its place in apply order. */
export interface Printed {
  readonly order: string;
  readonly segments: readonly Segment[];
}

/** A stream of documents in apply order: Lists are flattened, the same objects in any packaging give the same bytes. */
export function printInApplyOrder(printing: Printing): readonly Segment[] {
  const { inventory, changes, hidden } = printing;
  const kept = inventory.items.filter((item) => !hidden.has(item) && !changes.removed.has(item));
  const printed = kept.map((item): Printed => ({ order: orderKey(item.identity), segments: printItem(item, printing) }));
  return joinDocuments(
    [...printed, ...addedDocuments(changes)].sort((a, b) => compareCodePoints(a.order, b.order) || compareSegments(a, b)),
  );
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

function addedDocuments(changes: Changes<InputItem>): (Printed & { readonly text: string })[] {
  return changes.added.map(({ object }) => {
    const text = dumpObject(object);
    return { order: orderKey(identityOf(object)), segments: [text], text };
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

/** Documents of one identity (only text that cannot be identified, or objects without a name) are ordered by their bytes. */
function compareSegments(a: Printed, b: Printed): number {
  return Buffer.compare(bytesOfSegments(a.segments), bytesOfSegments(b.segments));
}
