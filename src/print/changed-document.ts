import { isObject } from '../model/resource.ts';
import type { InputDocument, InputItem } from '../read/input.ts';
import { parseDocument } from '../read/parse.ts';
import { formatJson } from './format-json.ts';
import { listText } from './print-document.ts';
import { changedText } from './print-item.ts';
import type { Printing } from './printing.ts';

/** What becomes of a document where it stands: a new text for its bytes, nothing at all, or what it was. */
export type DocumentChange = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'gone' } | { readonly kind: 'same' };

/** The change of one document for a writer that leaves everything else alone; a text that cannot be copied elsewhere stays as it is here. */
export function changedDocument(document: InputDocument, isGone: (item: InputItem) => boolean, printing: Printing): DocumentChange {
  const kept = document.items.filter((item) => !isGone(item));
  if (kept.length === 0 && document.items.length > 0) return { kind: 'gone' };
  if (kept.length === document.items.length && !isTouched(document, printing)) return { kind: 'same' };
  const text = document.list ? listText(document, { kept, printing, inPlace: true }) : changedText(kept[0] as InputItem, printing);
  return text === undefined ? { kind: 'same' } : { kind: 'text', text: document.raw.json ? asJson(text) : text };
}

/** True when an object in it gets another text. */
export function isTouched({ items }: InputDocument, { changes }: Printing): boolean {
  return items.some((item) => changes.edits.has(item) || changes.replaced.has(item));
}

/** A file of JSON stays one. */
function asJson(text: string): string {
  if (/^\s*[{[]/.test(text)) return text;
  const parsed = parseDocument(text);
  return parsed.ok && isObject(parsed.value) ? formatJson(parsed.value) : text;
}
