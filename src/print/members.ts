import { equalValues, isObject, listAt, type ObjectValue, type Value } from '../model/resource.ts';
import { parseDocument } from '../read/parse.ts';
import type { Range } from './locate-site.ts';
import { type ListLines, type MemberLines, readListLines } from './member-lines.ts';
import { dedentMember, indentMember, type MemberStyle } from './member-text.ts';
import { lineBreakAt, type Splice, spliceText } from './splice.ts';

/** One member of a List: its lines with the comments above it. */
export interface MemberText extends Range {
  /** The member as a document of its own, comments kept; undefined where its text cannot be moved (anchors, indentation). */
  readonly text: string | undefined;
}

/** The text of a List, and what it reads as. */
export interface ListText {
  readonly text: string;
  readonly value: ObjectValue;
}

/** The members of a block-style `kind: List`; undefined for any other style. The text of a member is made when it is asked for. */
export function listMembers({ text, value }: ListText): readonly MemberText[] | undefined {
  const items = itemsOf(value);
  const list = items && readListLines(text);
  if (items === undefined || list?.members.length !== items.length) return undefined;
  return list.members.map((member, i) => {
    let own: { readonly text: string | undefined } | undefined;
    return {
      from: member.from,
      to: member.to,
      get text() {
        own ??= { text: memberText(text, member, items[i]) };
        return own.text;
      },
    };
  });
}

/**
 * The List with some members replaced (null: removed) and others appended, every other byte as it was; undefined when
 * that cannot be done in the text.
 */
export function replaceMembers(
  { text, value }: ListText,
  replacements: ReadonlyMap<number, string | null>,
  additions: readonly string[],
): string | undefined {
  const lineBreak = text.endsWith('\n') ? '' : lineBreakAt(text, 0);
  const closed = text + lineBreak;
  const list = readListLines(closed);
  const items = itemsOf(value);
  if (items === undefined || list?.members.length !== items.length) return undefined;
  const end = lineBreakAt(closed, 0);
  const splices = list.members.flatMap((member, i) => replaceMember(closed, member, replacements.get(i)));
  const edited = spliceText(closed, [...emptied(closed, list, replacements, additions), ...splices, ...added(closed, list, additions)]);
  const result = lineBreak === '' ? edited : edited.slice(0, -end.length);
  return isPlanned(result, value, plan(items, replacements, additions)) ? result : undefined;
}

function itemsOf(value: ObjectValue): readonly Value[] | undefined {
  return Object.hasOwn(value, 'items') ? listAt(value, ['items']) : undefined;
}

function memberText(text: string, member: MemberLines, item: Value | undefined): string | undefined {
  const own = dedentMember(text, member)?.map((line) => line.text);
  const moved = own?.join('');
  if (moved === undefined) return undefined;
  const parsed = parseDocument(moved);
  return parsed.ok && equalValues(parsed.value, item) ? moved : undefined;
}

function replaceMember(text: string, member: MemberLines, replacement: string | null | undefined): readonly Splice[] {
  if (replacement === undefined) return [];
  if (replacement === null) return [{ from: member.from, to: member.to, text: '' }];
  const style = styleOf(text, member);
  const before = dedentMember(text, member) ?? [];
  return [{ from: member.from, to: member.to, text: indentMember(closeLine(replacement, style), style, before) }];
}

/** A List whose members all go says so. */
function emptied(
  text: string,
  { header, members }: ListLines,
  replacements: ReadonlyMap<number, string | null>,
  additions: readonly string[],
): readonly Splice[] {
  const gone = additions.length === 0 && members.every((_, i) => replacements.get(i) === null);
  const at = text.indexOf(':', header.start) + 1;
  return gone ? [{ from: at, to: at, text: ' []' }] : [];
}

function added(text: string, { members }: ListLines, additions: readonly string[]): readonly Splice[] {
  const last = members.at(-1);
  if (last === undefined) return [];
  const style = styleOf(text, last);
  return additions.map((addition) => ({ from: last.to, to: last.to, text: indentMember(closeLine(addition, style), style, []) }));
}

function styleOf(text: string, member: MemberLines): MemberStyle {
  const dash = member.dash.start - member.dash.from;
  return { dash, column: member.column, lineBreak: lineBreakAt(text, member.dash.next) };
}

function closeLine(text: string, style: MemberStyle): string {
  return text.endsWith('\n') ? text : text + style.lineBreak;
}

function plan(
  items: readonly Value[],
  replacements: ReadonlyMap<number, string | null>,
  additions: readonly string[],
): readonly (Value | undefined)[] {
  const kept = items.flatMap((item, i) => {
    const replacement = replacements.get(i);
    return replacement === undefined ? [item] : replacement === null ? [] : [parseText(replacement)];
  });
  return [...kept, ...additions.map(parseText)];
}

function parseText(text: string): Value | undefined {
  const parsed = parseDocument(text);
  return parsed.ok ? parsed.value : undefined;
}

function isPlanned(edited: string, before: ObjectValue, items: readonly (Value | undefined)[]): boolean {
  const after = parseText(edited);
  if (!isObject(after)) return false;
  const found = listAt(after, ['items']);
  const without = (list: ObjectValue): ObjectValue => ({ ...list, items: null });
  return (
    found.length === items.length && found.every((item, i) => equalValues(item, items[i])) && equalValues(without(after), without(before))
  );
}
