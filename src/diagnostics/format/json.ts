import type { Finding } from '../finding.ts';
import { printableLines } from './text.ts';

/** One JSON array with every finding: code, severity, message, hint, file, line, col, related. For editors and CI. */
export function formatJson(findings: readonly Finding[]): string {
  const plain = findings.map(({ span, related, ...rest }) => ({ ...rest, ...span, related }));
  // JSON escapes only some of what a terminal or a log viewer acts on.
  return `${printableLines(JSON.stringify(plain, null, 2))}\n`;
}
