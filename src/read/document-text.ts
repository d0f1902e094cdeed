import { isUtf8 } from 'node:buffer';
import type { SourceFile } from '../model/source.ts';
import type { Range } from './index-file.ts';
import { type Parsed, parseDocument } from './parse.ts';

/** The text of a document, or undefined where its bytes are not UTF-8: a replacement character must never slip in. */
export function textOf(file: SourceFile, range: Range): string | undefined {
  const bytes = file.read(range.from, range.to);
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

export function parseRange(file: SourceFile, range: Range): Parsed {
  const text = textOf(file, range);
  return text === undefined ? { ok: false, problem: { reason: 'its bytes are not valid UTF-8', index: 0 } } : parseDocument(text);
}
