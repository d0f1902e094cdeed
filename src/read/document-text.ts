import { isUtf8 } from 'node:buffer';
import type { SourceFile } from '../model/source.ts';
import type { Range } from './index-file.ts';
import { type Parsed, parseDocument } from './parse.ts';

/** The text of a document, or undefined where its bytes are not UTF-8: a replacement character must never slip in. */
export function textOf(file: SourceFile, range: Range): string | undefined {
  const bytes = file.read(range.from, range.to);
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

const remembered = new WeakMap<SourceFile, { readonly range: Range; readonly parsed: Parsed }>();

/** Keeps what a range reads as, for whoever reads the same file again: a ResourceList is looked at before it is rendered. */
export function rememberParsed(file: SourceFile, range: Range, parsed: Parsed): void {
  remembered.set(file, { range, parsed });
}

export function parseRange(file: SourceFile, range: Range): Parsed {
  const known = remembered.get(file);
  if (known?.range.from === range.from && known.range.to === range.to) return known.parsed;
  const text = textOf(file, range);
  return text === undefined ? { ok: false, problem: { reason: 'its bytes are not valid UTF-8', index: 0 } } : parseDocument(text);
}
