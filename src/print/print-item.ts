import type { AnnotationEdit } from '../model/annotation-edit.ts';
import { formatIdentity, isObject, type KubeObject, placeOf, type Resource, type Value, valueAt } from '../model/resource.ts';
import type { Segment, SourceFile } from '../model/source.ts';
import { textOf } from '../read/document-text.ts';
import type { Range } from '../read/index-file.ts';
import type { InputItem } from '../read/input.ts';
import { dumpObject } from './dump.ts';
import { editAnnotations } from './edit-annotations.ts';
import { commentsAround, headerOf, listedText, mayHoldComments } from './listed-text.ts';
import type { Printing } from './printing.ts';

/** One object as a document of its own: its bytes where nothing changed, else its text with the change spliced in. */
export function printItem(item: InputItem, printing: Printing): readonly Segment[] {
  const { file, raw, list } = item.document;
  const text = changedText(item, printing) ?? (list ? memberText(item, printing) : undefined) ?? reemitted(item, printing);
  const body = text === undefined ? copyDocument(item.document) : [endLine(text)];
  if (list) return printMember(item, body);
  if (raw.before.length === 0 && raw.after.length === 0) return body;
  return [...raw.before.flatMap((range) => copy(file, range)), ...body, ...raw.after.flatMap((range) => copy(file, range))];
}

/** Comments of a List, its licence header above all, stay with its first member, those behind its members with the last one. */
function printMember(item: InputItem, body: readonly Segment[]): readonly Segment[] {
  const { document } = item;
  const { file, raw, items } = document;
  const isFirst = item === items[0];
  const isLast = item === items.at(-1);
  if (!isFirst && !isLast) return body;
  const { lead, trail } = commentsAround(document);
  const above = isFirst ? [...raw.before, ...headerOf(document)].flatMap((range) => copy(file, range)) : [];
  const below = isFirst ? raw.after.flatMap((range) => copy(file, range)) : [];
  return [...above, ...(isFirst ? lead : []), ...body, ...(isLast ? trail : []), ...below];
}

/** The new text of an object that changes; undefined when it does not. */
export function changedText(item: InputItem, printing: Printing): string | undefined {
  const { changes } = printing;
  const replaced = changes.replaced.get(item);
  if (replaced !== undefined) return dumpObject(replaced);
  const edit = changes.edits.get(item);
  return edit === undefined ? undefined : editedText(item, edit, printing);
}

function editedText(item: InputItem, edit: AnnotationEdit, printing: Printing): string {
  const { document } = item;
  const resource = printing.inventory.open(item);
  if (resource === undefined) return '';
  const source = document.list ? listedText(item, resource) : document.raw.reemit ? undefined : textOf(document.file, document.raw);
  const edited = source === undefined ? undefined : editAnnotations(source, edit, resource.object);
  if (edited !== undefined) return edited;
  if (source !== undefined || !document.list) reportDump(item, resource, printing);
  else reportMember(item, resource, printing);
  return dumpObject(withAnnotations(resource.object, edit));
}

/** Says that comments and formatting are lost; JSON has no comments. */
function reportDump({ document }: InputItem, resource: Resource, { report }: Printing): void {
  const { json, reemit } = document.raw;
  if (json && reemit) return;
  const reason = reemit ? 'stream' : 'shared';
  report('RP3017', placeOf(resource, reemit ? [] : ['metadata', 'annotations']), { object: formatIdentity(resource.identity), reason });
}

/** The object edited in memory: what a splice has to read back as. */
function withAnnotations(object: KubeObject, edit: AnnotationEdit): KubeObject {
  const metadata = valueAt(object, ['metadata']);
  const found = valueAt(object, ['metadata', 'annotations']);
  const annotations: Record<string, Value> = { ...(isObject(found) ? found : {}) };
  for (const key of edit.remove) delete annotations[key];
  for (const [key, value] of edit.set) annotations[key] = value;
  const { annotations: _, ...rest } = isObject(metadata) ? metadata : {};
  const kept = Object.keys(annotations).length === 0 ? rest : { ...rest, annotations };
  return { ...object, metadata: kept };
}

/** A member of a List as a document: its own lines dedented, or written anew where its style forbids that. */
function memberText(item: InputItem, printing: Printing): string {
  const resource = printing.inventory.open(item);
  if (resource === undefined) return '';
  const text = listedText(item, resource);
  if (text !== undefined) return text;
  reportMember(item, resource, printing);
  return dumpObject(resource.object);
}

/** Says that a member of a List loses its comments, if the List has any. */
function reportMember({ document }: InputItem, resource: Resource, { report }: Printing): void {
  if (mayHoldComments(document)) report('RP3017', placeOf(resource), { object: formatIdentity(resource.identity), reason: 'list' });
}

/** Text that cannot be copied as it stands (directives, content on the separator line, escapes that Go refuses). */
function reemitted(item: InputItem, printing: Printing): string | undefined {
  if (!item.document.raw.reemit || item.document.list) return undefined;
  const resource = printing.inventory.open(item);
  if (resource === undefined) return undefined;
  const { file, raw } = item.document;
  if (file.read(raw.from, raw.to).includes('#')) reportDump(item, resource, printing);
  return dumpObject(resource.object);
}

/** The bytes of a document, ending in a line end. */
export function copyDocument({ file, raw }: InputItem['document']): readonly Segment[] {
  const slice = { file, from: raw.from, to: raw.to };
  return raw.endsLine ? [slice] : [slice, '\n'];
}

/** The bytes of a range, ending in a line end. */
export function copy(file: SourceFile, { from, to }: Range): readonly Segment[] {
  const slice = { file, from, to };
  const last = to > from ? file.read(to - 1, to)[0] : 10;
  return last === 10 ? [slice] : [slice, '\n'];
}

export function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
