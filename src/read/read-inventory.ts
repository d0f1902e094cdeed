import type { Report } from '../diagnostics/diagnostic.ts';
import { type GroupKind, isKind, toolKinds } from '../model/kinds.ts';
import { type Limits, readLimits } from '../model/limits.ts';
import type { RenderOptions } from '../model/options.ts';
import type { Place } from '../model/place.ts';
import { type Identity, identityOf, isObject, type KubeObject, type Resource, type Value, valueAt } from '../model/resource.ts';
import type { SourceFile } from '../model/source.ts';
import { createDocumentTable, type DocumentTable, isOrdinary } from './document-table.ts';
import { parseRange, textOf } from './document-text.ts';
import { type RawDocument, scanFile } from './index-file.ts';
import { type InputDocument, type InputInventory, type InputItem, originOf } from './input.ts';
import { listMembersOf } from './list-members.ts';
import { parseTagged } from './parse.ts';
import { reportProblem } from './report-problem.ts';
import { createTally } from './tally.ts';
import { findParsedTemplate } from './template-text.ts';

const unknown: Identity = { apiVersion: '', kind: '', namespace: '', name: '' };

/** Everything that the read stage builds up: documents in input order and the objects that had to be parsed already. */
interface Shelf {
  readonly report: Report;
  readonly limits: Limits;
  readonly table: DocumentTable;
  readonly parsed: Map<InputItem, KubeObject | undefined>;
}

/**
 * Bytes → located objects. A document whose identity the bytes prove is not parsed (docs/decisions/0002); any other is.
 * Reports RP1xxx.
 */
export function readInventory(
  files: readonly SourceFile[],
  how: Pick<RenderOptions, 'parseAll' | 'limits'>,
  report: Report,
): InputInventory {
  const { parseAll } = how;
  const limits = readLimits(how.limits);
  const table = createDocumentTable();
  const shelf: Shelf = { report, limits, table, parsed: new Map() };
  const tally = createTally(limits, report);
  let documents = 0;
  for (const file of files) {
    if (!tally.admits(file)) continue;
    const visit = (raw: RawDocument): void => {
      documents++;
      readDocument(shelf, file, { raw, parseAll });
    };
    const obstacle = scanFile(file, visit, { documents: limits.documents - documents });
    if (obstacle === 'documents') {
      report('RP1016', { kind: 'file', path: file.path }, { most: limits.documents });
      break;
    }
    if (obstacle !== undefined) report('RP1005', { kind: 'file', path: file.path }, { encoding: obstacle });
  }
  // A shelf of its own: what a glance could not read is still to be reported when something depends on it.
  const glances: Shelf = { ...shelf, report: () => undefined, parsed: new Map() };
  return inventoryOf(table, (item, how) => {
    if (how === 'once' && item.readable && !shelf.parsed.has(item)) return resourceOf(item, parseItem(shelf, item));
    return openItem(how === 'glance' && !shelf.parsed.has(item) ? glances : shelf, item);
  });
}

/** Rows that were made by now are the documents that are out of the ordinary; all others are readable and hold nothing of ours. */
function inventoryOf(table: DocumentTable, open: InputInventory['open']): InputInventory {
  const { ofKind, find, duplicates } = table;
  const { count } = table.columns;
  const made = Array.from(table.made(), ([, item]) => item);
  let items: readonly InputItem[] | undefined;
  let documents: readonly InputDocument[] | undefined;
  return {
    table,
    mentioning: made.filter(({ mentionsGroup }) => mentionsGroup),
    hasReadable: made.length < count || made.some(({ readable }) => readable),
    ofKind,
    find,
    duplicates,
    open,
    get items() {
      items ??= Array.from({ length: count }, (_, row) => table.itemAt(row));
      return items;
    },
    get documents() {
      documents ??= table.documents();
      return documents;
    },
  };
}

function readDocument(shelf: Shelf, file: SourceFile, how: { readonly raw: RawDocument; readonly parseAll: boolean }): void {
  const { raw } = how;
  const { sniffed } = raw;
  // An object without a name is looked at: it may have a generateName.
  if (!how.parseAll && sniffed !== undefined && !sniffed.kind.endsWith('List') && sniffed.name !== '') {
    shelveSniffed(shelf, { file, raw }, sniffed);
    return;
  }
  const parsed = parseRange(file, raw, shelf.limits);
  if (!parsed.ok && parsed.problem.excess === undefined && isForeign(textOf(file, raw) ?? ''))
    shelf.report('RP1010', startOf(file, raw), {});
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
  addItems(shelf, { ...at, list: true, value }, drafts);
}

/** One document of which nothing was parsed. */
function shelveSniffed(shelf: Shelf, at: { readonly file: SourceFile; readonly raw: RawDocument }, identity: Identity): void {
  if (!isOrdinary(at.raw)) shelve(shelf, at, identity);
  else if (reportOddity(shelf, startOf(at.file, at.raw), { identity, object: undefined }) === 'object')
    shelf.table.addOrdinary(at.file, at.raw, identity);
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
  const document: { -readonly [K in keyof InputDocument]: InputDocument[K] } = { ...at, items: [] };
  document.items = drafts.map(({ identity, path, readable, object }) => {
    const item: InputItem = { identity, path, readable, mentionsGroup: at.raw.mentionsGroup, document };
    if (object !== undefined) shelf.parsed.set(item, object);
    return item;
  });
  shelf.table.addDocument(document);
}

function openItem(shelf: Shelf, item: InputItem): Resource | undefined {
  if (!item.readable) return undefined;
  if (!shelf.parsed.has(item)) shelf.parsed.set(item, parseItem(shelf, item));
  return resourceOf(item, shelf.parsed.get(item));
}

function resourceOf(item: InputItem, object: KubeObject | undefined): Resource | undefined {
  return object === undefined ? undefined : { identity: item.identity, object, origin: originOf(item) };
}

function parseItem(shelf: Shelf, item: InputItem): KubeObject | undefined {
  const { file, raw } = item.document;
  const parsed = parseRange(file, raw, shelf.limits);
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
  shelf.report('RP1003', { kind: 'offset', file, offset }, { expression: template.expression });
  return true;
}

function startOf(file: SourceFile, raw: RawDocument): Place {
  return fieldOf({ file, raw }, []);
}

function fieldOf(at: { readonly file: SourceFile; readonly raw: RawDocument }, path: readonly (string | number)[]): Place {
  return { kind: 'field', origin: { file: at.file, from: at.raw.from, to: at.raw.to, path: [] }, path };
}
