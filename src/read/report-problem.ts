import type { Report } from '../diagnostics/diagnostic.ts';
import { group } from '../model/group.ts';
import { readKinds, toolKinds } from '../model/kinds.ts';
import type { Place } from '../model/place.ts';
import type { SourceFile } from '../model/source.ts';
import { textOf } from './document-text.ts';
import { findDuplicateKey } from './duplicate-key.ts';
import type { Range } from './index-file.ts';
import type { ParseProblem } from './parse.ts';
import { reportExcess } from './report-excess.ts';
import { firstContent } from './split.ts';
import { findTemplateText } from './template-text.ts';

/** Words without which a text cannot be a kind that is read, nor hold a mark of ours; a backslash could spell any of them. */
const readWords: readonly string[] = ['\\', '{{', 'List', group, ...new Set([...readKinds, ...toolKinds].map(({ kind }) => kind))];

/** What the parser says of one, whichever mapping it is in. */
const duplicateReason = 'duplicated mapping key';
/** Decoding more would only cost memory. */
const largestText = 64 * 1024 * 1024;

/** A document that does not parse. `needed`: something depends on it, so it must be understood, however harmless its bytes look. */
export interface UnreadDocument {
  readonly problem: ParseProblem;
  readonly needed: boolean;
  readonly report: Report;
}

/** Reports a document that does not parse. True when it may pass through all the same (RP1002). */
export function reportProblem(file: SourceFile, range: Range, { problem, needed, report }: UnreadDocument): boolean {
  const bytes = file.read(range.from, range.to);
  // A document that is too large is not even decoded.
  const text = problem.excess?.limit === 'documentSize' ? '' : textOf(file, range);
  const at = (index: number): Place => ({
    kind: 'offset',
    file,
    offset: range.from + (text === undefined ? firstBadByte(bytes) : Buffer.byteLength(text.slice(0, index))),
  });
  if (!needed && isHarmless(bytes)) {
    report('RP1002', at(problem.index), { reason: problem.reason });
    return true;
  }
  if (problem.excess !== undefined) {
    const content = firstContent(bytes, 0, bytes.length);
    reportExcess(problem.excess, problem.index > 0 ? at(problem.index) : { kind: 'offset', file, offset: range.from + content }, report);
    return false;
  }
  const template = text === undefined ? undefined : findTemplateText(text);
  if (template !== undefined) {
    report('RP1003', at(template.index), { expression: template.expression });
    return false;
  }
  const duplicate = text === undefined || problem.reason !== duplicateReason ? undefined : findDuplicateKey(text, problem.index);
  if (duplicate !== undefined)
    report('RP1004', [duplicate.second, ...duplicate.first].map(at), duplicate.key === undefined ? {} : { key: duplicate.key });
  else report('RP1001', at(problem.index), { reason: problem.reason });
  return false;
}

/**
 * Whether a text is certainly none of the kinds that are read. Lines that start with `#` do not count: they are comments, or
 * part of a longer text, and comments of a neighbour may join a document when it is printed.
 */
function isHarmless(bytes: Buffer): boolean {
  if (bytes.length > largestText) return !readWords.some((word) => bytes.includes(word));
  const text = bytes.toString('latin1');
  // Where a reader sees other line breaks, a comment may hold content: NEL is 0x85, LS and PS begin with 0xe2 0x80, in UTF-8.
  const content = /\r(?!\n)|\xc2\x85|\xe2\x80[\xa8\xa9]/.test(text) ? text : text.replace(/^#.*$/gm, '');
  return !readWords.some((word) => content.includes(word));
}

/** Offset of the first byte that is not UTF-8: decoding leaves a replacement character there that the bytes do not hold. */
function firstBadByte(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let index = text.indexOf('\ufffd'); index !== -1; index = text.indexOf('\ufffd', from)) {
    offset += Buffer.byteLength(text.slice(from, index));
    if (bytes.toString('latin1', offset, offset + 3) !== '\xef\xbf\xbd') return offset;
    offset += 3;
    from = index + 1;
  }
  return 0;
}
