import type { SourceFile } from '../model/source.ts';

const newline = 10;
/** Bytes between two checkpoints: a file with thousands of diagnostics is still walked once. */
const stride = 65_536;
/** How far a column is counted on. */
const reach = 1024 * 1024;
const byteOrderMark = 0xfeff;

/** Line numbers at every `stride` bytes of a file, as far as anybody asked, and the column that was asked for last. */
interface Walked {
  readonly lines: number[];
  column: { readonly lineStart: number; readonly offset: number; readonly units: number };
}

const walked = new WeakMap<SourceFile, Walked>();

/** 1-based line and column of a byte offset; columns count UTF-16 units. A line break is LF; CR belongs to its line. */
export function lineAndColumn(file: SourceFile, offset: number): { readonly line: number; readonly col: number } {
  const known = walked.get(file) ?? { lines: [1], column: { lineStart: 0, offset: 0, units: 0 } };
  walked.set(file, known);
  const { lines } = known;
  const block = Math.floor(offset / stride);
  for (let i = lines.length; i <= block; i++) lines.push((lines[i - 1] ?? 1) + countLines(file.read((i - 1) * stride, i * stride)));
  const rest = file.read(block * stride, offset);
  const line = (lines[block] ?? 1) + countLines(rest);
  return { line, col: unitsBefore(file, offset, known) + 1 };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

/** UTF-16 units between the start of the line and the offset, without a BOM: in a long line counted on from where somebody asked before. */
function unitsBefore(file: SourceFile, offset: number, known: Walked): number {
  const { column } = known;
  const isLater = column.offset > 0 && offset >= column.offset && offset - column.offset <= reach;
  const since = isLater ? file.read(column.offset, offset) : undefined;
  const isSameLine = since !== undefined && !since.includes(newline);
  const lineStart = isSameLine ? column.lineStart : startOfLine(file, offset);
  const units = isSameLine ? column.units + since.toString('utf8').length : unitsIn(file.read(lineStart, offset));
  known.column = { lineStart, offset, units };
  return units;
}

function unitsIn(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === byteOrderMark ? text.length - 1 : text.length;
}

function startOfLine(file: SourceFile, offset: number): number {
  for (let span = 256; ; span *= 4) {
    const from = Math.max(0, offset - span);
    const start = file.read(from, offset).lastIndexOf(newline);
    if (start >= 0) return from + start + 1;
    if (from === 0) return 0;
  }
}
