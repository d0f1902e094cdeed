import type { Segment } from '../model/source.ts';
import { textOf } from '../read/document-text.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { parseDocument } from '../read/parse.ts';
import { dumpObject } from './dump.ts';
import { replaceMembers } from './members.ts';
import { changedText, copy, copyDocument, endLine, printItem } from './print-item.ts';
import type { Printing } from './printing.ts';

/** A document in its place, a List as a List; undefined when nothing of it is left. */
export function printDocument(document: InputDocument, printing: Printing): readonly Segment[] | undefined {
  const isGone = (item: InputItem): boolean => printing.hidden.has(item) || printing.changes.removed.has(item);
  const kept = document.items.filter((item) => !isGone(item));
  const [only] = kept;
  if (!document.list) return only === undefined ? undefined : printItem(only, printing);
  if (document.items.length > 0 && only === undefined) return undefined;
  const text = listText(document, { kept, printing });
  const { file, raw } = document;
  const body = text === undefined ? copyDocument(document) : [endLine(text)];
  return [...raw.before.flatMap((range) => copy(file, range)), ...body, ...raw.after.flatMap((range) => copy(file, range))];
}

/** The text of a List with its changes, or undefined when it has none. */
export function listText(
  document: InputDocument,
  how: { readonly kept: readonly InputItem[]; readonly printing: Printing },
): string | undefined {
  const { kept, printing } = how;
  const replacements = new Map<number, string | null>();
  for (const item of document.items) {
    const text = kept.includes(item) ? changedText(item, printing) : null;
    if (text !== undefined) replacements.set(Number(item.path[1]), text);
  }
  if (replacements.size === 0 && !document.raw.reemit) return undefined;
  const nested = document.items.some(({ path }) => path.length !== 2);
  const source = nested ? undefined : textOf(document.file, document.raw);
  return (source === undefined ? undefined : replaceMembers(source, replacements, [])) ?? dumpList(kept, printing);
}

/** A List whose style forbids splicing (flow, JSON, nested Lists) is written anew, flat. */
function dumpList(kept: readonly InputItem[], printing: Printing): string {
  const items = kept.flatMap((item) => {
    const resource = printing.inventory.open(item);
    const changed = changedText(item, printing);
    if (changed === undefined) return resource === undefined ? [] : [resource.object];
    const parsed = parseDocument(changed);
    return parsed.ok ? [parsed.value] : [];
  });
  return dumpObject({ apiVersion: 'v1', kind: 'List', items });
}
