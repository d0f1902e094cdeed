import type { BlockEntry, Range } from './locate-site.ts';

/** The entries of a block map and their indentation; `next` is the line that ends the map. */
export interface LineMap {
  readonly indent: number;
  readonly entries: readonly BlockEntry[];
  readonly next: number;
}

export interface Line {
  readonly from: number;
  /** The first character that is not a space. */
  readonly start: number;
  /** Where its text ends: before the line break, without trailing white space. */
  readonly end: number;
  /** Where the next line starts. */
  readonly next: number;
}

export function readLine(text: string, from: number): Line {
  const lf = text.indexOf('\n', from);
  const next = lf < 0 ? text.length : lf + 1;
  let start = from;
  while (text.charCodeAt(start) === 0x20) start++;
  let end = lf < 0 ? text.length : lf;
  while (end > from && isWhite(text.charCodeAt(end - 1))) end--;
  return { from, start: Math.min(start, end), end, next };
}

function isWhite(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}

/** White space alone may be text of a block scalar when there is enough of it. */
function isDeeper(text: string, at: number, indent: number): boolean {
  let end = at;
  while (text.charCodeAt(end) === 0x20) end++;
  return end - at > indent;
}

interface OpenEntry extends BlockEntry {
  to: number;
  /** A block scalar: lines that look like comments are its text, with `keep` also the blank lines at its end. */
  readonly literal: boolean;
  readonly keep: boolean;
}

/**
 * The block map whose first line is at `from` and that stands deeper than `outer`, by indentation alone; undefined at
 * anything that needs a parser. It may be wrong about text that only looks ordinary: each edit is read back (design §5).
 */
export function readLineMap(text: string, from: number, outer: number): LineMap | undefined {
  const entries: OpenEntry[] = [];
  let indent = -1;
  let current: OpenEntry | undefined;
  let at = from;
  while (at < text.length) {
    const line = readLine(text, at);
    const column = line.start - line.from;
    if (line.start === line.end) {
      if (current?.keep === true || (current?.literal === true && isDeeper(text, at, indent))) current.to = line.next;
    } else if (current !== undefined && column > indent) {
      if (current.literal || text[line.start] !== '#') current.to = line.next;
    } else if (text[line.start] !== '#') {
      if (column <= outer) break;
      if (indent < 0) indent = column;
      current = column === indent ? readEntry(text, line) : undefined;
      if (current === undefined) return undefined;
      entries.push(current);
    }
    at = line.next;
  }
  return { indent, entries: entries.map((entry) => closeEntry(text, entry)), next: at };
}

/** The scan knows a value only where it ends on the line of its key. */
function closeEntry(text: string, entry: OpenEntry): BlockEntry {
  const { key, from, to, colon, value } = entry;
  const oneLine = value !== undefined && text.indexOf('\n', value.to) + 1 === to;
  return { key, from, to, colon, value: oneLine ? value : undefined };
}

function readEntry(text: string, line: Line): OpenEntry | undefined {
  const keyTo = endOfKey(text, line);
  if (keyTo === undefined) return undefined;
  const quoted = text[line.start] === '"' || text[line.start] === "'";
  const key = quoted ? text.slice(line.start + 1, keyTo - 1) : text.slice(line.start, keyTo).trimEnd();
  const colon = text.indexOf(':', keyTo) + 1;
  let start = colon;
  while (start < line.end && isWhite(text.charCodeAt(start))) start++;
  const value = readValue(text, start, line.end);
  if (key === '<<' || value === undefined) return undefined;
  const first = start < line.end ? text[start] : '';
  const literal = first === '|' || first === '>';
  const keep = literal && /^[|>]\d?\+/.test(text.slice(start, line.end));
  const known = first === '' || first === '#' ? { from: colon, to: colon } : value === 'opaque' ? undefined : value;
  return { key, from: line.from, to: line.next, colon, value: known, literal, keep };
}

/** Where a key of one plain word or without escapes ends; undefined for any other. */
function endOfKey(text: string, line: Line): number | undefined {
  const quote = text[line.start];
  let end: number;
  if (quote === '"' || quote === "'") end = endOfQuoted(text, line.start, line.end);
  else if (quote !== undefined && '-?:,[]{}#&*!|>%@`'.includes(quote)) return undefined;
  else end = text.indexOf(':', line.start);
  while (end > 0 && end < line.end && text[end] === ':' && end + 1 < line.end && !isWhite(text.charCodeAt(end + 1))) {
    if (quote === '"' || quote === "'") return undefined;
    end = text.indexOf(':', end + 1);
  }
  if (end < 0 || end >= line.end || text[end] !== ':') return undefined;
  const written = text.slice(line.start, end);
  return written.includes(' #') || written.includes('\\') || (quote === "'" && written.includes("''", 1)) ? undefined : end;
}

/** Past the closing quote, or -1 when it is not on this line. */
function endOfQuoted(text: string, start: number, end: number): number {
  const quote = text[start];
  for (let i = start + 1; i < end; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote) {
      if (quote === '"' || text[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return -1;
}

/** The bytes of a plain or quoted value; undefined where it may go on in ways that indentation does not show. */
function readValue(text: string, start: number, end: number): Range | 'opaque' | undefined {
  const first = text[start];
  if (start >= end || first === undefined || '#&*!|>'.includes(first)) return 'opaque';
  if (first === '"' || first === "'") {
    const to = endOfQuoted(text, start, end);
    return to < 0 ? undefined : { from: start, to };
  }
  if (first === '{' || first === '[') return text[end - 1] === (first === '{' ? '}' : ']') ? 'opaque' : undefined;
  let to = start;
  while (to < end && !(text[to] === '#' && isWhite(text.charCodeAt(to - 1)))) to++;
  while (isWhite(text.charCodeAt(to - 1))) to--;
  return { from: start, to };
}
