import type { Report } from '../diagnostics/diagnostic.ts';
import { type GroupKind, isKind, toolKinds } from '../model/kinds.ts';
import type { Place } from '../model/place.ts';
import { groupOf, type Identity, identityOf, isObject, type KubeObject, type Resource, type Value, valueAt } from '../model/resource.ts';
import type { SourceFile } from '../model/source.ts';
import { parseRange, textOf } from './document-text.ts';
import { indexFile, type RawDocument } from './index-file.ts';
import { type InputDocument, type InputInventory, type InputItem, originOf } from './input.ts';
import { listMembersOf } from './list-members.ts';
import { parseTagged } from './parse.ts';
import { clip, reportProblem } from './report-problem.ts';
import { findParsedTemplate } from './template-text.ts';

const unknown: Identity = { apiVersion: '', kind: '', namespace: '', name: '' };

/** Everything that the read stage builds up: documents in input order and the objects that had to be parsed already. */
interface Shelf {
  readonly report: Report;
  readonly documents: InputDocument[];
  readonly items: InputItem[];
  readonly parsed: Map<InputItem, KubeObject | undefined>;
}

/**
 * Bytes → located objects. A document whose identity the bytes prove is not parsed (docs/decisions/0002); any other is.
 * Reports RP1xxx.
 */
export function readInventory(files: readonly SourceFile[], parseAll: boolean, report: Report): InputInventory {
  const shelf: Shelf = { report, documents: [], items: [], parsed: new Map() };
  for (const file of files) {
    const index = indexFile(file);
    if (!index.ok) report('RP1005', { kind: 'file', path: file.path }, { encoding: index.encoding });
    else for (const raw of index.documents) readDocument(shelf, file, { raw, parseAll });
  }
  const byKind = groupByKind(shelf.items);
  // A shelf of its own: what a glance could not read is still to be reported when something depends on it.
  const glances: Shelf = { ...shelf, report: () => undefined, parsed: new Map() };
  return {
    documents: shelf.documents,
    items: shelf.items,
    ofKind: (group, kind) => byKind.get(`${group}/${kind}`) ?? [],
    open: (item, how) => openItem(how === 'glance' && !shelf.parsed.has(item) ? glances : shelf, item),
  };
}

function readDocument(shelf: Shelf, file: SourceFile, how: { readonly raw: RawDocument; readonly parseAll: boolean }): void {
  const { raw } = how;
  const { sniffed } = raw;
  // An object without a name is looked at: it may have a generateName.
  if (!how.parseAll && sniffed !== undefined && !sniffed.kind.endsWith('List') && sniffed.name !== '') {
    shelve(shelf, { file, raw }, sniffed);
    return;
  }
  const parsed = parseRange(file, raw);
  if (!parsed.ok && isForeign(textOf(file, raw) ?? '')) shelf.report('RP1010', startOf(file, raw), {});
  else if (!parsed.ok) {
    const passes = reportProblem(file, raw, { problem: parsed.problem, needed: false, report: shelf.report });
    if (passes) addItems(shelf, { file, raw, list: false }, [{ identity: unknown, path: [], readable: false }]);
  } else if (parsed.value !== null) shelveValue(shelf, { file, raw }, parsed.value);
}

function isManifest(value: Value): value is KubeObject {
  return isObject(value) && (valueAt(value, ['apiVersion']) !== undefined || valueAt(value, ['kind']) !== undefined);
}

/** A file of another tool that only its own tags make unreadable. */
function isForeign(text: string): boolean {
  const value = parseTagged(text) ?? null;
  return value !== null && !isManifest(value);
}

function shelveValue(shelf: Shelf, at: { readonly file: SourceFile; readonly raw: RawDocument }, value: Value): void {
  if (!isManifest(value)) {
    shelf.report('RP1010', startOf(at.file, at.raw), {});
    return;
  }
  if (isTemplate(shelf, at, value)) return;
  const members = listMembersOf(value);
  if (members === undefined) {
    shelve(shelf, at, identityOf(value), value);
    return;
  }
  const drafts: Draft[] = [];
  for (const member of members) {
    if (member.object !== undefined) {
      const identity = identityOf(member.object);
      reportOddity(shelf, fieldOf(at, member.path), { identity, object: member.object });
      drafts.push({ identity, path: member.path, readable: true, object: member.object });
    } else shelf.report('RP1006', fieldOf(at, member.path), { index: Number(member.path.at(-1)), found: member.found });
  }
  addItems(shelf, { ...at, list: true }, drafts);
}

/** One document that is not a List. */
function shelve(shelf: Shelf, at: { readonly file: SourceFile; readonly raw: RawDocument }, identity: Identity, object?: KubeObject): void {
  if (reportOddity(shelf, startOf(at.file, at.raw), { identity, object }) === 'tool') return;
  addItems(shelf, { ...at, list: false }, [{ identity, path: [], readable: true, object }]);
}

/** Configuration of a tool, which stays out of the output, and objects that no cluster would take. */
function reportOddity(
  shelf: Shelf,
  place: Place,
  found: { readonly identity: Identity; readonly object: KubeObject | undefined },
): 'tool' | 'object' {
  const tool = toolKinds.find((candidate: GroupKind) => isKind(found.identity, candidate));
  if (tool !== undefined) {
    shelf.report('RP1011', place, { kind: tool.kind, tool: tool.tool });
    return 'tool';
  }
  const missing = missingPart(found.identity, found.object);
  if (missing !== undefined) shelf.report('RP1012', place, { missing });
  return 'object';
}

function missingPart(identity: Identity, object: KubeObject | undefined): string | undefined {
  if (identity.apiVersion === '') return 'apiVersion';
  if (identity.kind === '') return 'kind';
  return identity.name === '' && object !== undefined && valueAt(object, ['metadata', 'generateName']) === undefined
    ? 'metadata.name'
    : undefined;
}

type Draft = Pick<InputItem, 'identity' | 'path' | 'readable'> & { readonly object?: KubeObject | undefined };

function addItems(shelf: Shelf, at: Omit<InputDocument, 'items'>, drafts: readonly Draft[]): void {
  const items: InputItem[] = [];
  const document: InputDocument = { file: at.file, raw: at.raw, list: at.list, items };
  for (const { identity, path, readable, object } of drafts) {
    const item: InputItem = { identity, path, readable, mentionsGroup: at.raw.mentionsGroup, document };
    items.push(item);
    shelf.items.push(item);
    if (object !== undefined) shelf.parsed.set(item, object);
  }
  shelf.documents.push(document);
}

function openItem(shelf: Shelf, item: InputItem): Resource | undefined {
  if (!item.readable) return undefined;
  if (!shelf.parsed.has(item)) shelf.parsed.set(item, parseItem(shelf, item));
  const object = shelf.parsed.get(item);
  return object === undefined ? undefined : { identity: item.identity, object, origin: originOf(item) };
}

function parseItem(shelf: Shelf, item: InputItem): KubeObject | undefined {
  const { file, raw } = item.document;
  const parsed = parseRange(file, raw);
  if (!parsed.ok) {
    reportProblem(file, raw, { problem: parsed.problem, needed: true, report: shelf.report });
    return undefined;
  }
  return isObject(parsed.value) && !isTemplate(shelf, { file, raw }, parsed.value) ? parsed.value : undefined;
}

/** Reports template text that happens to parse (RP1003): `name: {{ .Values.name }}` is a mapping, and no name. */
function isTemplate(shelf: Shelf, { file, raw }: Pick<InputDocument, 'file' | 'raw'>, value: Value): boolean {
  if (!file.read(raw.from, raw.to).includes('{{')) return false;
  const text = textOf(file, raw) ?? '';
  const template = findParsedTemplate(text, value);
  if (template === undefined) return false;
  const offset = raw.from + Buffer.byteLength(text.slice(0, template.index));
  shelf.report('RP1003', { kind: 'offset', file, offset }, { expression: clip(template.expression) });
  return true;
}

function groupByKind(items: readonly InputItem[]): ReadonlyMap<string, readonly InputItem[]> {
  const byKind = new Map<string, InputItem[]>();
  for (const item of items) {
    const key = `${groupOf(item.identity.apiVersion)}/${item.identity.kind}`;
    const found = byKind.get(key);
    if (found === undefined) byKind.set(key, [item]);
    else found.push(item);
  }
  return byKind;
}

function startOf(file: SourceFile, raw: RawDocument): Place {
  return fieldOf({ file, raw }, []);
}

function fieldOf(at: { readonly file: SourceFile; readonly raw: RawDocument }, path: readonly (string | number)[]): Place {
  return { kind: 'field', origin: { file: at.file, from: at.raw.from, to: at.raw.to, path: [] }, path };
}
