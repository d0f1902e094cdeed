import type { SourceFile } from '../model/source.ts';

const newline = 10;
/** Bytes between two checkpoints: a file with thousands of diagnostics is still walked once. */
const stride = 65_536;

/** Line numbers at every `stride` bytes of a file, as far as anybody asked. */
const checkpoints = new WeakMap<SourceFile, number[]>();

/** 1-based line and column of a byte offset; columns count UTF-16 units. A line break is LF; CR belongs to its line. */
export function lineAndColumn(file: SourceFile, offset: number): { readonly line: number; readonly col: number } {
  const lines = checkpoints.get(file) ?? [1];
  checkpoints.set(file, lines);
  const block = Math.floor(offset / stride);
  for (let i = lines.length; i <= block; i++) lines.push((lines[i - 1] ?? 1) + countLines(file.read((i - 1) * stride, i * stride)));
  const rest = file.read(block * stride, offset);
  const line = (lines[block] ?? 1) + countLines(rest);
  return { line, col: textSinceLineStart(file, offset).replace(/^\uFEFF/, '').length + 1 };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

function textSinceLineStart(file: SourceFile, offset: number): string {
  for (let span = 256; ; span *= 4) {
    const from = Math.max(0, offset - span);
    const bytes = file.read(from, offset);
    const start = bytes.lastIndexOf(newline);
    if (start >= 0 || from === 0) return bytes.toString('utf8', start + 1);
  }
}
