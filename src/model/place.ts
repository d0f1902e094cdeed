import type { SourceFile } from './source.ts';

/** Keys and indexes that lead from the root of an object to one of its fields. */
export type FieldPath = readonly (string | number)[];

/** Where an object stands: the bytes of its document, and the way to it inside (empty, or to a List member). */
export interface Origin {
  readonly file: SourceFile;
  /** First byte of the document (after its separator). */
  readonly from: number;
  /** One past its last byte. */
  readonly to: number;
  readonly path: FieldPath;
}

/**
 * A place to show in a diagnostic. It stays symbolic until it is shown: turning a field into a line and a column
 * needs a parse with positions, which only an error should pay for.
 */
export type Place =
  | { readonly kind: 'field'; readonly origin: Origin; readonly path: FieldPath; readonly part?: 'key' | 'value' }
  | { readonly kind: 'offset'; readonly file: SourceFile; readonly offset: number }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'object'; readonly name: string };

/** 1-based; `line` and `col` are 0 when only the file is known. Columns count UTF-16 units, as editors do. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  /** The file that an object in a pipe comes from, as far as its producer says so; in a build of kustomize else the object itself. */
  readonly source?: string;
}

/** A dot path as kubectl prints it: `spec.ports[0].name`. */
export function formatFieldPath(path: FieldPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
