import { readLine } from './locate-lines.ts';
import type { MemberLines } from './member-lines.ts';

/** A line of a List, and what it is in the document that its member makes on its own. */
interface TextLine {
  readonly raw: string;
  readonly text: string;
  readonly dash: boolean;
}

/** A member moved to column 0, line by line; undefined when a line is not indented enough for that. */
export function dedentMember(text: string, member: MemberLines): readonly TextLine[] | undefined {
  const lines: TextLine[] = [];
  let bare = '';
  for (let at = member.from; at < member.to; ) {
    const line = readLine(text, at);
    const raw = text.slice(at, line.next);
    const blank = line.start === line.end;
    const column = line.start - line.from;
    const isDash = at === member.dash.from;
    const rest = isDash ? raw.slice(column + 1).replace(/^ +/, '') : '';
    if (isDash && rest.trim() === '') bare = raw;
    else {
      const above = at < member.dash.from;
      const limit = above ? member.dash.start - member.dash.from : member.column;
      if (!isDash && !above && !blank && column < limit && text[line.start] !== '#') return undefined;
      const own = isDash ? rest : raw.slice(Math.min(leadingSpaces(raw), limit));
      lines.push({ raw: bare + raw, text: own, dash: isDash || bare !== '' });
      bare = '';
    }
    at = line.next;
  }
  return lines;
}

/** How new lines of a member are written. */
export interface MemberStyle {
  readonly dash: number;
  readonly column: number;
  readonly lineBreak: string;
}

/**
 * A document as a member of a List. The lines at its start and end that the member had before keep their bytes, odd
 * indentation and all, so that an edit that is taken back leaves no trace (design §7, law 16).
 */
export function indentMember(text: string, style: MemberStyle, before: readonly TextLine[]): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const shortest = Math.min(lines.length, before.length);
  let head = 0;
  while (head < shortest && lines[head] === before[head]?.text) head++;
  let tail = 0;
  while (tail < shortest - head && lines.at(-1 - tail) === before.at(-1 - tail)?.text) tail++;
  const start = before.slice(0, head);
  const end = before.slice(before.length - tail);
  const dashed = start.some(({ dash }) => dash) || end.some(({ dash }) => dash);
  const middle = indentLines(lines.slice(head, lines.length - tail), style, dashed ? start.some(({ dash }) => dash) : undefined);
  return [...start.map(({ raw }) => raw), ...middle, ...end.map(({ raw }) => raw)].join('');
}

/** `dashed`: the dash stands on a line before (true) or after these (false); undefined: the first with content takes it. */
function indentLines(lines: readonly string[], style: MemberStyle, dashed: boolean | undefined): readonly string[] {
  let inside = dashed === true;
  return lines.map((line) => {
    const text = line.endsWith('\r\n') ? line.slice(0, -2) : line.endsWith('\n') ? line.slice(0, -1) : line;
    const lineBreak = line.endsWith('\n') ? style.lineBreak : '';
    if (text === '') return lineBreak;
    if (inside) return `${' '.repeat(style.column)}${text}${lineBreak}`;
    const indent = ' '.repeat(style.dash);
    if (dashed === false || text.startsWith('#')) return `${indent}${text}${lineBreak}`;
    inside = true;
    return `${indent}-${' '.repeat(style.column - style.dash - 1)}${text}${lineBreak}`;
  });
}

function leadingSpaces(raw: string): number {
  let count = 0;
  while (raw[count] === ' ') count++;
  return count;
}
