import type { Span } from '../../model/place.ts';
import type { Severity } from '../code-entry.ts';
import type { Finding } from '../finding.ts';

const colours: Readonly<Record<Severity, string>> = { error: '\u001b[31m', warning: '\u001b[33m', info: '\u001b[36m' };
const bold = '\u001b[1m';
const reset = '\u001b[0m';

/** `file:line:col: error RP3002: message`, then the other places and the hint, each on a line of its own. */
export function formatText(findings: readonly Finding[], colour: boolean): string {
  const paint = (code: string, text: string): string => (colour ? `${code}${text}${reset}` : text);
  return findings
    .map(({ code, severity, message, hint, span, related }) => {
      const place = span === undefined ? '' : paint(bold, `${formatSpan(span)}: `);
      const lines = [
        `${place}${paint(colours[severity], severity)} ${code}: ${printable(message)}`,
        ...related.map((other) => `  see: ${formatSpan(other)}`),
        ...(hint === undefined ? [] : [`  hint: ${printable(hint)}`]),
      ];
      return `${lines.join('\n')}\n`;
    })
    .join('');
}

/** `file:line:col`; for an object of a pipe `templates/web.yaml (-:14:9)`. */
export function formatSpan({ file, line, col, source }: Span): string {
  const place = line === 0 ? printable(file) : `${printable(file)}:${line}:${col}`;
  return source === undefined ? place : `${printable(source)} (${place})`;
}

/** What moves a cursor, turns the direction of writing round, or breaks a line. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Names come from other people's repositories: control characters must never reach a terminal raw. */
export function printable(text: string): string {
  return text.replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for several lines of text that hold such a name. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
