import { type Line, readLine } from './locate-lines.ts';
import type { Range } from './locate-site.ts';

/** A member of a block-style list: from the comments above it to past its last line. */
export interface MemberLines extends Range {
  /** The line that has its dash. */
  readonly dash: Line;
  /** The column at which its fields stand. */
  readonly column: number;
}

/** The members of `items:` by indentation alone. */
export interface ListLines {
  /** The line of `items:`. */
  readonly header: Line;
  readonly members: readonly MemberLines[];
}

interface OpenMember {
  from: number;
  to: number;
  dash: Line;
  column: number;
}

/** The members of a block-style List; undefined for flow style, JSON and anything that needs a parser. */
export function readListLines(text: string): ListLines | undefined {
  const header = findHeader(text);
  if (header === undefined) return undefined;
  const base = columnOf(header);
  const members: OpenMember[] = [];
  let comments = -1;
  for (let line = nextLine(text, header); line !== undefined; line = nextLine(text, line)) {
    const current = members.at(-1);
    const dash = current === undefined ? undefined : columnOf(current.dash);
    const column = columnOf(line);
    if (line.start === line.end) continue;
    if (dash !== undefined && column > dash) {
      extend(text, current as OpenMember, line);
      comments = -1;
    } else if (text[line.start] === '#') {
      if (column >= base && comments < 0) comments = line.from;
    } else if (isDash(text, line) && column >= base && (dash === undefined || column === dash)) {
      members.push({ from: comments < 0 ? line.from : comments, to: line.next, dash: line, column: columnAfterDash(text, line) });
      comments = -1;
    } else if (column <= base) {
      return closeList(text, header, members, comments < 0 ? -1 : line.from);
    } else return undefined;
  }
  return closeList(text, header, members, comments < 0 ? -1 : text.length);
}

/** Comments at the end of the list, at the column of its dashes, belong to the last member. */
function closeList(text: string, header: Line, members: readonly OpenMember[], end: number): ListLines | undefined {
  const last = members.at(-1);
  if (last === undefined) return undefined;
  for (let line = readLine(text, last.to); end >= 0 && line.from < end; line = readLine(text, line.next)) {
    const aside = columnOf(line) === columnOf(last.dash) && columnOf(last.dash) > columnOf(header);
    if (text[line.start] === '#' && line.start < line.end && aside) last.to = line.next;
  }
  return members.every(({ column }) => column >= 0) ? { header, members } : undefined;
}

function extend(text: string, member: OpenMember, line: Line): void {
  member.to = line.next;
  if (member.column < 0 && text[line.start] !== '#') member.column = columnOf(line);
}

/** The column of what follows the dash on its line; -1 where only a comment or nothing does. */
function columnAfterDash(text: string, line: Line): number {
  let at = line.start + 1;
  while (text[at] === ' ') at++;
  return at >= line.end || text[at] === '#' ? -1 : at - line.from;
}

/** `items:` at the indentation of the first line that has content. */
function findHeader(text: string): Line | undefined {
  let base = -1;
  for (let line: Line | undefined = readLine(text, 0); line !== undefined; line = nextLine(text, line)) {
    if (line.start === line.end || text[line.start] === '#' || text.startsWith('---', line.from)) continue;
    if (base < 0) base = columnOf(line);
    if (columnOf(line) !== base || !text.startsWith('items:', line.start)) continue;
    const rest = text.slice(line.start + 'items:'.length, line.end).trimStart();
    return rest === '' || rest.startsWith('#') ? line : undefined;
  }
  return undefined;
}

function isDash(text: string, line: Line): boolean {
  return text[line.start] === '-' && (line.start + 1 >= line.end || text[line.start + 1] === ' ');
}

function columnOf(line: Line): number {
  return line.start - line.from;
}

function nextLine(text: string, line: Line): Line | undefined {
  return line.next < text.length ? readLine(text, line.next) : undefined;
}
