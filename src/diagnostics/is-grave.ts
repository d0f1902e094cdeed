import type { Severity } from './code-entry.ts';

/** What forbids output and fails a call: an error, or under `strict` a warning. */
export function isGrave({ severity }: { readonly severity: Severity }, strict: boolean): boolean {
  return severity === 'error' || (strict && severity === 'warning');
}
