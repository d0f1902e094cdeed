import type { Code } from './catalog.ts';
import { entryOf } from './entry-of.ts';

/** A code as a page: its message with `<words>` in place of arguments, why it is reported and how to fix it. */
export interface CodeDescription {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly explain: string;
}

export function describeCode(code: Code): CodeDescription {
  const { message, hint, explain } = entryOf(code);
  const words = new Proxy({}, { get: (_, name) => `<${String(name)}>` });
  return { message: message(words), hint: hint?.(words), explain };
}
