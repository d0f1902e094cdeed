import { equalValues, type Resource } from '../model/resource.ts';
import { fromText } from '../model/source.ts';
import { textOf } from '../read/document-text.ts';
import { indexFile, type Range } from '../read/index-file.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { parseDocument } from '../read/parse.ts';
import { firstContent } from '../read/split.ts';
import { listMembers, type MemberText } from './members.ts';

const commented = new WeakMap<object, boolean>();

/** Asked for each member of a List, and looked for once. */
export function mayHoldComments({ file, raw }: Pick<InputDocument, 'file' | 'raw'>): boolean {
  if (raw.json) return false;
  const known = commented.get(raw);
  if (known !== undefined) return known;
  const found = file.read(raw.from, raw.to).includes('#');
  commented.set(raw, found);
  return found;
}

const membersOfDocument = new WeakMap<object, readonly MemberText[]>();

function membersOf(document: InputDocument): readonly MemberText[] {
  let members = membersOfDocument.get(document);
  if (members === undefined) {
    const { value } = document;
    const text = value && textOf(document.file, document.raw);
    members = (value && text !== undefined ? listMembers({ text, value }) : undefined) ?? [];
    membersOfDocument.set(document, members);
  }
  return members;
}

/** Lines of comments between the first key of a List and its first member, and behind its last one. */
export function commentsAround(document: InputDocument): { readonly lead: readonly string[]; readonly trail: readonly string[] } {
  const [first, last] = [membersOf(document)[0], membersOf(document).at(-1)];
  if (first === undefined || last === undefined || !mayHoldComments(document)) return { lead: [], trail: [] };
  const { file, raw } = document;
  const text = textOf(file, raw) ?? '';
  const comments = (from: number, to: number): readonly string[] =>
    (text.slice(from, to).match(/^[ \t]*#.*$/gm) ?? []).map((line) => `${line}\n`);
  return { lead: comments(/^(?![ \t]*(?:#|\r?$))/m.exec(text)?.index ?? 0, first.from), trail: comments(last.to, text.length) };
}

/** Lists whose members say themselves what they are; their text has been compared with its value when it was cut out. */
const untyped: ReadonlySet<string> = new Set(['List', 'ResourceList']);

/** The text of a direct member of a List, where it can be cut out. */
export function listedText(item: InputItem, { object }: Resource): string | undefined {
  const { document, path } = item;
  const [, index] = path;
  if (path.length !== 2 || typeof index !== 'number') return undefined;
  const text = membersOf(document)[index]?.text;
  if (text === undefined || mustReemit(text)) return undefined;
  // Members of a typed list, such as ServiceList, may leave apiVersion and kind to it.
  if (untyped.has(document.raw.sniffed?.kind ?? '')) return text;
  const parsed = parseDocument(text);
  return parsed.ok && equalValues(parsed.value, object) ? text : undefined;
}

/** On its own, a member is held to the rules of any document: JSON with escapes that Go refuses cannot be copied. */
function mustReemit(text: string): boolean {
  if (!/^(?:\s*#[^\n]*\n)*\s*[{[]/.test(text)) return false;
  const index = indexFile(fromText('', text));
  return !index.ok || index.documents.some(({ reemit }) => reemit);
}

/** The comments above the first key of a List. */
export function headerOf({ file, raw }: InputDocument): readonly Range[] {
  const to = firstContent(file.read(raw.from, raw.to), 0, raw.to - raw.from);
  const header = { from: raw.from, to: raw.from + to };
  return file.read(header.from, header.to).includes('#') ? [header] : [];
}
