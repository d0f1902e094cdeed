import type { Code } from './catalog.ts';
import { catalogLibrary } from './catalog-library.ts';
import type { CodeEntry } from './code-entry.ts';

/** What the catalogue says of a code. */
export function entryOf(code: Code): CodeEntry<object> {
  return catalogLibrary()[code] as CodeEntry<object>;
}

export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogLibrary(), text);
}
