import { isUtf8 } from 'node:buffer';
import type { DocumentLimits } from '../model/limits.ts';
import type { SourceFile } from '../model/source.ts';
import type { Range } from './index-file.ts';
import { exceeds, type Parsed, parseDocument } from './parse.ts';

/** The text of a document, or undefined where its bytes are not UTF-8: a replacement character must never slip in. */
export function textOf(file: SourceFile, range: Range): string | undefined {
  const bytes = file.read(range.from, range.to);
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

interface Remembered {
  readonly range: Range;
  readonly limits: DocumentLimits | undefined;
  readonly parsed: Parsed;
}

const remembered = new WeakMap<SourceFile, Remembered>();

/** Keeps what a range reads as under these limits, for whoever reads the same file again: a ResourceList is looked at before it is rendered. */
export function rememberParsed(file: SourceFile, parsed: Remembered): void {
  remembered.set(file, parsed);
}

/** Undefined limits are for what has been read before. */
export function parseRange(file: SourceFile, range: Range, limits?: DocumentLimits): Parsed {
  const known = remembered.get(file);
  if (known?.range.from === range.from && known.range.to === range.to && areEqual(known.limits, limits)) return known.parsed;
  if (limits !== undefined && range.to - range.from > limits.documentSize)
    return exceeds(0, { limit: 'documentSize', most: limits.documentSize });
  const text = textOf(file, range);
  return text === undefined ? { ok: false, problem: { reason: 'its bytes are not valid UTF-8', index: 0 } } : parseDocument(text, limits);
}

const names = ['documentSize', 'lineLength', 'depth', 'keys', 'aliases'] as const;

/** Its own configuration may ask for tighter limits than those under which a ResourceList was found. */
function areEqual(a: DocumentLimits | undefined, b: DocumentLimits | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && names.every((name) => a[name] === b[name]));
}
