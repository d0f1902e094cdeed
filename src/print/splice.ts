/** Text that takes the place of `[from, to)`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** All splices at once; they are in order and do not overlap. */
export function spliceText(text: string, splices: readonly Splice[]): string {
  let result = '';
  let at = 0;
  for (const splice of splices) {
    result += text.slice(at, splice.from) + splice.text;
    at = splice.to;
  }
  return result + text.slice(at);
}

/** The line break before a place at the start of a line, or the first one of the text: a file keeps its line ends. */
export function lineBreakAt(text: string, at: number): string {
  const lf = at > 0 ? at - 1 : text.indexOf('\n');
  return text[lf - 1] === '\r' ? '\r\n' : '\n';
}
