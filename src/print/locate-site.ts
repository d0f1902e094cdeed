/** A run of characters of a text: `[from, to)`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** One entry of a block map: whole lines, from the start of the key's line to past the line break of its last line. */
export interface BlockEntry extends Range {
  readonly key: string;
  /** Just past the colon. */
  readonly colon: number;
  /** The bytes of the value; undefined where a scan of lines cannot tell them. */
  readonly value: Range | undefined;
}

/** One entry of a flow map: from the first character of its key to past its value. */
export interface FlowEntry extends Range {
  readonly key: string;
  readonly keyTo: number;
  readonly value: Range;
}

/** A flow map: `open` is just past its brace, `close` is the index of the other one. */
export interface FlowMap {
  readonly open: number;
  readonly close: number;
  readonly entries: readonly FlowEntry[];
}

/**
 * Where the annotations of an object stand in its text, or where they would. `metadata` is the flow map around them
 * and absent in block style.
 */
export type AnnotationSite =
  | { readonly kind: 'block'; readonly header: Range; readonly indent: string; readonly entries: readonly BlockEntry[] }
  | { readonly kind: 'flow'; readonly map: FlowMap; readonly metadata: FlowMap | undefined }
  /** `annotations:` with nothing, `null` or `~`; an empty range stands just past the colon. */
  | { readonly kind: 'null'; readonly value: Range; readonly metadata: FlowMap | undefined }
  /** Block-style metadata without annotations: they go to `at`, the start of a line. */
  | { readonly kind: 'absent'; readonly at: number; readonly indent: string; readonly step: string }
  | { readonly kind: 'absent-flow'; readonly metadata: FlowMap };
