import type { Finding } from '../finding.ts';

/** One JSON array with every finding: code, severity, message, hint, file, line, col, related. For editors and CI. */
export function formatJson(findings: readonly Finding[]): string {
  const plain = findings.map(({ span, related, ...rest }) => ({ ...rest, ...span, related }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}
