export type Severity = 'error' | 'warning' | 'info';

/** One code of the catalogue: the only place with prose. */
export interface CodeEntry<Args> {
  readonly severity: Severity;
  /** What is wrong, in one line that starts in lower case and has no full stop. */
  message(args: Args): string;
  /** How to fix it, one line. */
  hint?(args: Args): string | undefined;
  /** Why it is a problem and what happens otherwise: Markdown for `explain-code` and the reference. */
  readonly explain: string;
  /** Exit code of a command that stops for it, where it is not 1: 2 wrong usage, 3 I/O or internal. */
  readonly exit?: 2 | 3;
}

/** Entries by code, each typed by the words of its message: a report with missing words does not compile. */
export type Catalog<Codes> = { readonly [C in keyof Codes]: CodeEntry<Codes[C]> };
