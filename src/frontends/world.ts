import type { Segment, SourceFile } from '../model/source.ts';
import type { Writer } from './files/left-overs.ts';

/** What a frontend may touch of its process; main.ts hands it in, so that a test needs no process of its own. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  stdinIsTerminal(): boolean;
  stderrIsTerminal(): boolean;
  /** Everything on standard input; of what is longer than `most` bytes, a little more than these. */
  readStdin(most: number): SourceFile;
  /** Data: nothing but the result. False when the reader has gone away. */
  writeOutput(segments: Iterable<Segment>): boolean;
  /** Talk: diagnostics, notices, progress. */
  writeError(text: string): void;
  /** Milliseconds since some moment; for progress and deadlines alone. */
  now(): number;
  /** Who writes files, and what it can tell of other processes. */
  readonly writer: Writer;
  /** Lets no signal that asks the process to end interrupt the work; it ends normally afterwards. */
  uninterrupted<T>(work: () => T): T;
  /** Runs work to its end, or for so many milliseconds, 0 for as long as it takes; undefined when it was stopped half-way. */
  within<T extends object>(milliseconds: number, work: () => T): T | undefined;
  /** Runs another program to its end, with nothing on its standard input. */
  runProgram(command: string, args: readonly string[], how: ProgramOptions): ProgramResult;
  /** Starts what lives until it is told to stop; the process then ends with the code that comes of it. */
  runService(service: (host: ServiceHost) => Promise<ExitCode>): void;
  /** The command that runs this very program: the interpreter and the script. */
  readonly self: readonly string[];
}

/** What a long-lived service may ask of its process. */
export interface ServiceHost {
  /** Calls back when the process is asked to end. */
  onStop(stop: () => void): void;
  /** Calls back with what nobody caught, which then does not end the process. */
  onUnexpected(handle: (error: unknown) => void): void;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A directory that goes when we die while the program runs. */
  readonly scratch?: string | undefined;
  /** Milliseconds after which it is killed. */
  readonly timeout: number;
}

/** How a program ended; `failure` where it could not be started or had to be killed. */
export interface ProgramResult {
  /** Its exit code, -1 where it had none. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly failure?: 'missing' | 'timeout' | 'killed' | undefined;
}

/** 0 fine, 1 problems in the input, 2 wrong usage, 3 I/O or internal (design §6). */
export type ExitCode = 0 | 1 | 2 | 3;
