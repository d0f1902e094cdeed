import { loosestLimits } from '../model/limits.ts';
import { equalValues, isObject, type KubeObject, keyOf } from '../model/resource.ts';
import { fromText, type Segment, type SourceFile, textOfSegments } from '../model/source.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { parseDocument } from '../read/parse.ts';
import { readInventory } from '../read/read-inventory.ts';
import { changedDocument, type DocumentChange, isTouched } from './changed-document.ts';
import { printDocument } from './print-document.ts';
import { changedText } from './print-item.ts';
import { joinDocuments } from './print-yaml.ts';
import type { Printing } from './printing.ts';

/** A file, its documents, and which of its objects leave it. */
export interface FileToPrint {
  readonly file: SourceFile;
  readonly documents: readonly InputDocument[];
  isGone(item: InputItem): boolean;
}

interface Changed {
  readonly document: InputDocument;
  readonly change: DocumentChange;
}

/**
 * A file of the user's with its changes spliced in and every other byte as it was; `same` when nothing changes, `gone` when no object is
 * left. The result is read back and compared; what cannot be spliced (directives, content on a separator line) is printed anew.
 */
export function printInPlace(what: FileToPrint, printing: Printing): readonly Segment[] | 'same' | 'gone' {
  const changes = what.documents.map((document) => ({ document, change: changedDocument(document, what.isGone, printing) }));
  if (changes.every(({ change }) => change.kind === 'same')) return 'same';
  if (changes.every(({ change }) => change.kind === 'gone')) return 'gone';
  const spliced = spliceFile(what.file, changes);
  if (readsBack(spliced, what, printing)) return spliced;
  const kept = changes.filter(({ change }) => change.kind !== 'gone');
  return joinDocuments(kept.flatMap(({ document }) => ({ segments: printDocument(document, printing) ?? [] })));
}

function spliceFile(file: SourceFile, changes: readonly Changed[]): readonly Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  const copyTo = (to: number): void => {
    if (to > done) segments.push({ file, from: done, to });
    done = Math.max(done, to);
  };
  for (const [at, { document, change }] of changes.entries()) {
    const { from, to } = document.raw;
    if (change.kind === 'gone') {
      const removed = rangeToRemove(changes, at);
      copyTo(removed.from);
      done = Math.max(done, removed.to);
    } else if (change.kind === 'text') {
      copyTo(from);
      segments.push(change.text);
      done = to;
    }
  }
  copyTo(file.size);
  return segments;
}

/** With its separator: the one before it, or behind it where no object is left before it. */
function rangeToRemove(changes: readonly Changed[], at: number): { readonly from: number; readonly to: number } {
  const { document } = changes[at] as Changed;
  const previous = changes.slice(0, at).findLast(({ change }) => change.kind !== 'gone');
  if (previous !== undefined) return { from: previous.document.raw.to, to: document.raw.to };
  const next = changes[at + 1]?.document.raw;
  return { from: document.raw.from, to: next === undefined ? document.raw.to : (next.before[0]?.from ?? next.from) };
}

/** The objects of the new text are those that the old one is to become, in their order. */
function readsBack(segments: readonly Segment[], what: FileToPrint, printing: Printing): boolean {
  const inventory = readInventory(
    [fromText(what.file.path, textOfSegments(segments))],
    { parseAll: false, limits: loosestLimits },
    () => undefined,
  );
  const kept = what.documents.flatMap((document) => document.items).filter((item) => !what.isGone(item));
  const reads = (found: InputItem, before: InputItem): boolean => {
    if (found.readable !== before.readable || keyOf(found.identity) !== keyOf(before.identity)) return false;
    // Text that was copied reads as it did, once it is known to be a document of its own.
    return (
      !isTouched(before.document, printing) ||
      equalValues(withoutNothing(inventory.open(found)?.object), withoutNothing(wantedObject(before, printing)))
    );
  };
  return inventory.items.length === kept.length && inventory.items.every((item, i) => reads(item, kept[i] as InputItem));
}

/** No annotations, `null` and `{}` are the same to a cluster, and whoever wrote the last two keeps them. */
function withoutNothing(object: KubeObject | undefined): KubeObject | undefined {
  const metadata = object?.['metadata'];
  if (!isObject(metadata)) return object;
  const { annotations, ...rest } = metadata;
  const isNothing = annotations === null || (isObject(annotations) && Object.keys(annotations).length === 0);
  return isNothing ? { ...object, metadata: rest } : object;
}

function wantedObject(item: InputItem, printing: Printing): KubeObject | undefined {
  const changed = changedText(item, { ...printing, report: () => undefined });
  if (changed === undefined) return printing.inventory.open(item)?.object;
  const parsed = parseDocument(changed);
  return parsed.ok ? (parsed.value as KubeObject) : undefined;
}
