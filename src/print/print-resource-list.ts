import { equalValues, isObject, type ObjectValue, type Value } from '../model/resource.ts';
import type { Segment } from '../model/source.ts';
import { textOf } from '../read/document-text.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { parseDocument } from '../read/parse.ts';
import type { ResourceList } from '../read/resource-list.ts';
import { dumpObject } from './dump.ts';
import { formatJson } from './format-json.ts';
import { mayHoldComments } from './listed-text.ts';
import { replaceMembers } from './members.ts';
import { replacementsOf } from './print-document.ts';
import { changedText, copy, copyDocument, endLine } from './print-item.ts';
import { printAdded } from './print-yaml.ts';
import { holdReports, type Printing } from './printing.ts';
import { replaceResults } from './replace-results.ts';

/** The items of a ResourceList after the changes: its own text where that can be edited, else the objects; `same` where nothing changed. */
export type PrintedItems =
  | { readonly kind: 'same' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'objects'; readonly items: readonly Value[] };

/** Items keep their order, new ones follow, sorted (design §5). JSON is given back as JSON, so its text is not edited. */
export function printItems(list: ResourceList, printing: Printing): PrintedItems {
  const [document] = printing.inventory.documents;
  if (document === undefined) return { kind: 'same' };
  const isGone = (item: InputItem): boolean => printing.hidden.has(item) || printing.changes.removed.has(item);
  const kept = document.items.filter((item) => !isGone(item));
  const held = holdReports(printing);
  const replacements = replacementsOf(document, { kept, printing: held.printing });
  const additions = printAdded(printing.changes);
  if (replacements.size === 0 && additions.length === 0) return { kind: 'same' };
  const text = list.raw.json ? undefined : editedList(document, replacements, additions);
  if (text !== undefined) {
    held.release();
    return { kind: 'text', text };
  }
  reportComments(list, printing);
  const values = [...kept.map((item) => itemValue(item, printing)), ...additions.map(parsed)];
  return { kind: 'objects', items: values.filter((value) => value !== undefined) };
}

function editedList(
  document: InputDocument,
  replacements: ReadonlyMap<number, string | null>,
  additions: readonly string[],
): string | undefined {
  const isNested = document.items.some(({ path }) => path.length !== 2);
  const { value } = document;
  const text = isNested || document.raw.reemit ? undefined : textOf(document.file, document.raw);
  return text === undefined || value === undefined ? undefined : replaceMembers({ text, value }, replacements, additions);
}

/** Says that comments are lost. */
function reportComments({ file, raw }: ResourceList, { report }: Printing): void {
  if (!mayHoldComments({ file, raw })) return;
  const origin = { file, from: raw.from, to: raw.to, path: [] };
  report('RP3017', { kind: 'field', origin, path: ['items'] }, { object: 'the ResourceList', reason: 'list' });
}

function itemValue(item: InputItem, printing: Printing): Value | undefined {
  const changed = changedText(item, { ...printing, report: () => undefined });
  return changed === undefined ? printing.inventory.open(item)?.object : parsed(changed);
}

function parsed(text: string): Value | undefined {
  const result = parseDocument(text);
  return result.ok ? result.value : undefined;
}

/** The answer of a function: the list with its items and its results; bytes that need not change are copied. */
export function printResourceList(list: ResourceList, items: PrintedItems, results: readonly ObjectValue[]): readonly Segment[] {
  const { value, raw, file } = list;
  const { results: before, ...rest } = value;
  const wanted = results.length === 0 ? rest : { ...rest, results };
  const { before: comments, after } = raw;
  const around = (body: readonly Segment[]): readonly Segment[] => [
    ...comments.flatMap((range) => copy(file, range)),
    ...body,
    ...after.flatMap((range) => copy(file, range)),
  ];
  const isSettled = equalValues(before, results.length === 0 ? undefined : results);
  if (items.kind === 'same' && isSettled && !raw.reemit) return around(copyDocument({ file, raw, list: true, items: [] }));
  if (items.kind !== 'objects' && !raw.json && !raw.reemit) {
    const source = items.kind === 'text' ? items.text : textOf(file, raw);
    const text = source === undefined ? undefined : isSettled ? source : replaceResults(source, results);
    if (text !== undefined) return around([endLine(text)]);
  }
  const whole = items.kind === 'same' ? wanted : { ...wanted, items: itemsOf(items) };
  return around([raw.json ? formatJson(whole) : dumpObject(whole)]);
}

function itemsOf(items: Exclude<PrintedItems, { kind: 'same' }>): readonly Value[] {
  if (items.kind === 'objects') return items.items;
  const value = parsed(items.text);
  const found = isObject(value) ? value['items'] : undefined;
  return Array.isArray(found) ? found : [];
}
