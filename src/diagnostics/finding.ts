import { compareCodePoints } from '../model/code-point-order.ts';
import type { Place, Span } from '../model/place.ts';
import type { Code } from './catalog.ts';
import type { Severity } from './code-entry.ts';
import type { Diagnostic } from './diagnostic.ts';
import { entryOf } from './entry-of.ts';

/** A diagnostic with its words and lines: what formats print. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** Absent when it concerns no place in particular. */
  readonly span?: Span;
  /** The other places of a conflict. */
  readonly related: readonly Span[];
}

/** Adds words and lines, sorts by file, line, column and code, and drops repeats. */
export function toFindings(diagnostics: readonly Diagnostic[], locate: (place: Place) => Span): readonly Finding[] {
  const findings = diagnostics.map((diagnostic) => toFinding(diagnostic, locate)).sort(compareFindings);
  return findings.filter((finding, i) => i === 0 || compareFindings(finding, findings[i - 1] as Finding) !== 0);
}

function toFinding({ code, severity, args, places }: Diagnostic, locate: (place: Place) => Span): Finding {
  const entry = entryOf(code);
  const hint = entry.hint?.(args);
  const [span, ...related] = places.map((place) => clipSource(locate(place)));
  return {
    code,
    severity,
    message: clip(entry.message(args)),
    ...(hint === undefined ? {} : { hint: clip(hint) }),
    ...(span === undefined ? {} : { span }),
    related,
  };
}

/** A name may be as long as its file. */
const longest = 2000;
/** What is wrong often stands behind the name. */
const atEnd = 400;

function clip(text: string): string {
  if (text.length <= longest) return text;
  // Not through the middle of a character.
  const start = text.slice(0, longest - atEnd).replace(/[\ud800-\udbff]$/, '');
  return `${start}…${text.slice(-atEnd).replace(/^[\udc00-\udfff]/, '')}`;
}

function clipSource(span: Span): Span {
  return span.source === undefined ? span : { ...span, source: clip(span.source) };
}

/** How many are not shown is said last. */
const closing: Code = 'RP5051';

function compareFindings(a: Finding, b: Finding): number {
  return (
    Number(a.code === closing) - Number(b.code === closing) ||
    compareCodePoints(a.span?.file ?? '', b.span?.file ?? '') ||
    (a.span?.line ?? 0) - (b.span?.line ?? 0) ||
    (a.span?.col ?? 0) - (b.span?.col ?? 0) ||
    compareCodePoints(a.code, b.code) ||
    compareCodePoints(a.message, b.message)
  );
}
