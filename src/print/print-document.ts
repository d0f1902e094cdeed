import type { Segment } from '../model/source.ts';
import { textOf } from '../read/document-text.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { parseDocument } from '../read/parse.ts';
import { dumpObject } from './dump.ts';
import { editAnnotations } from './edit-annotations.ts';
import { editFlowList } from './flow-list.ts';
import { formatJson } from './format-json.ts';
import { mayHoldComments } from './listed-text.ts';
import { replaceMembers } from './members.ts';
import { changedText, copy, copyDocument, endLine, printItem } from './print-item.ts';
import { holdReports, type Printing } from './printing.ts';

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
  how: { readonly kept: readonly InputItem[]; readonly printing: Printing; readonly inPlace?: boolean },
): string | undefined {
  const { kept, printing } = how;
  const held = holdReports(printing);
  const replacements = replacementsOf(document, { kept, printing: held.printing });
  if (replacements.size === 0 && !document.raw.reemit) return undefined;
  const nested = document.items.some(({ path }) => path.length !== 2);
  const source = nested ? undefined : textOf(document.file, document.raw);
  const { value } = document;
  // In a stream, escapes that Go misreads may not be copied (design §5); where they stand, they are the user's.
  const mayCopy = how.inPlace === true || !document.raw.reemit;
  const spliced = source === undefined || value === undefined ? undefined : replaceMembers({ text: source, value }, replacements, []);
  if (spliced !== undefined) held.release();
  const edited = spliced ?? (source !== undefined && mayCopy ? editFlowMembers(source, document, how) : undefined);
  if (edited !== undefined) return edited;
  reportList(document, printing);
  return dumpList(kept, { ...printing, report: () => undefined });
}

/** Says that a List loses its comments. */
function reportList(document: InputDocument, { report }: Printing): void {
  if (!mayHoldComments(document)) return;
  const { file, raw } = document;
  const origin = { file, from: raw.from, to: raw.to, path: [] };
  report('RP3017', { kind: 'field', origin, path: ['items'] }, { object: 'the List', reason: 'nested' });
}

/** In flow style annotations are spliced into each member's text; what is generated anew is JSON, which flow style can hold. */
function editFlowMembers(
  source: string,
  { items }: InputDocument,
  { kept, printing }: { readonly kept: readonly InputItem[]; readonly printing: Printing },
): string | undefined {
  const stays = new Set(kept);
  return editFlowList(source, (index, text) => {
    const item = items[index];
    if (item === undefined || !stays.has(item)) return null;
    const edit = printing.changes.edits.get(item);
    const replaced = printing.changes.replaced.get(item);
    if (replaced !== undefined) return { text: formatJson(replaced).trimEnd(), value: replaced };
    if (edit === undefined) return 'same';
    const edited = editAnnotations(text, edit);
    const parsed = edited === undefined ? undefined : parseDocument(edited);
    return edited !== undefined && parsed?.ok ? { text: edited, value: parsed.value } : undefined;
  });
}

/** The new texts of members by their index; null for those that go. */
export function replacementsOf(
  document: InputDocument,
  { kept, printing }: { readonly kept: readonly InputItem[]; readonly printing: Printing },
): ReadonlyMap<number, string | null> {
  const replacements = new Map<number, string | null>();
  const stays = new Set(kept);
  for (const item of document.items) {
    const text = stays.has(item) ? changedText(item, printing) : null;
    if (text !== undefined) replacements.set(Number(item.path[1]), text);
  }
  return replacements;
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
