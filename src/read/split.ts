import { carriageReturn, dash, dot, hash, newline, space, tab } from './ascii.ts';

/** The text between two separators. Offsets count from the start of the window. */
export interface Chunk {
  /** Its first byte: after the separator line, or on it where a comment or content follows the separator. */
  readonly from: number;
  /** Where the next separator line starts, or the end of the file. */
  readonly to: number;
  /** Content follows on the separator line: `--- {a: b}`. */
  readonly beside: boolean;
  /** Starts of the lines whose first byte is not a space, a line break or `#`; no more than `lineLimit` of them. */
  readonly lines: readonly number[];
}

/** So many lines are no manifest that anyone wrote; the classifier gives up on them, and memory stays bounded. */
export const lineLimit = 100_000;

const bom = [0xef, 0xbb, 0xbf] as const;

/**
 * Reads the chunk that starts at `start`, which is the start of a separator line or of the file. Undefined when the bytes end before
 * it does; `last` says that there are no bytes after these. A separator counts wherever it stands at column 0, inside a block or quoted
 * scalar too: so do kubectl's and Argo CD's readers (facts: performance §3, Argo CD §4).
 */
export function scanChunk(bytes: Buffer, start: number, last: boolean): Chunk | undefined {
  let from = afterSeparator(bytes, start);
  const beside = from > start && from < bytes.length && bytes[from] !== hash && !endsLine(bytes[from - 1]);
  if (!beside && hasBom(bytes, from) && separatorLength(bytes, from) === 0) from += bom.length;
  const lines: number[] = [];
  let at = beside ? nextLine(bytes, from) : from;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte !== space && byte !== newline && byte !== hash && byte !== carriageReturn) {
      if (isSeparator(bytes, at, last)) return { from, to: at, beside, lines };
      if (lines.length < lineLimit) lines.push(at);
    }
    at = nextLine(bytes, at);
  }
  return last ? { from, to: bytes.length, beside, lines } : undefined;
}

function nextLine(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(newline, at);
  return end === -1 ? bytes.length : end + 1;
}

function endsLine(byte: number | undefined): boolean {
  return byte === newline || byte === carriageReturn;
}

function hasBom(bytes: Buffer, at: number): boolean {
  return bytes[at] === bom[0] && bytes[at + 1] === bom[1] && bytes[at + 2] === bom[2];
}

/** A separator at the end of the bytes counts only if no more follow: `---` may be the start of `---foo`. */
function isSeparator(bytes: Buffer, at: number, last: boolean): boolean {
  const length = separatorLength(bytes, at);
  return length > 0 && (last || at + length < bytes.length);
}

/** Bytes of the separator that starts here, 0 if there is none. Files that were joined have a BOM before `---`. */
function separatorLength(bytes: Buffer, at: number): number {
  const first = bytes[at];
  if (first === dash || first === dot) return isMark(bytes, at, first) ? 3 : 0;
  return hasBom(bytes, at) && isMark(bytes, at + bom.length, dash) ? bom.length + 3 : 0;
}

function isMark(bytes: Buffer, at: number, byte: number): boolean {
  if (bytes[at] !== byte || bytes[at + 1] !== byte || bytes[at + 2] !== byte) return false;
  const next = bytes[at + 3];
  return next === undefined || next === space || next === tab || endsLine(next);
}

function afterSeparator(bytes: Buffer, start: number): number {
  const length = separatorLength(bytes, start);
  if (length === 0) return start;
  let at = start + length;
  while (bytes[at] === space || bytes[at] === tab) at++;
  if (bytes[at] === carriageReturn) at++;
  if (bytes[at] === newline) at++;
  return at;
}

/** The first byte in the range that is neither white space nor part of a comment; `to` if there is none. */
export function firstContent(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const byte = bytes[at];
    if (byte === hash) at = Math.min(nextLine(bytes, at), to);
    else if (byte === space || byte === tab || endsLine(byte)) at++;
    else return at;
  }
  return to;
}
