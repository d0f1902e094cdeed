import type { Segment } from '../model/source.ts';

/** What a frontend may touch of its process; main.ts hands it in, so that a test needs no process of its own. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  stderrIsTerminal(): boolean;
  /** Everything on standard input. */
  readStdin(): Buffer;
  /** Data: nothing but the result. False when the reader has gone away. */
  writeOutput(segments: readonly Segment[]): boolean;
  /** Talk: diagnostics, notices, progress. */
  writeError(text: string): void;
  /** Milliseconds since some moment; for progress alone. */
  now(): number;
}

/** 0 fine, 1 problems in the input, 2 wrong usage, 3 I/O or internal (design §6). */
export type ExitCode = 0 | 1 | 2 | 3;
