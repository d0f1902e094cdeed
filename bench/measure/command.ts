import { join } from 'node:path';

/** A whole process. Its output is thrown away unless a file is named. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  /** A file as standard input. */
  readonly stdin?: string;
  /** A file that `cat` sends through a pipe. */
  readonly piped?: string;
  readonly stdout?: string;
  /** It starts programs of its own, which have to end with it. */
  readonly family?: true;
  readonly env?: Readonly<Record<string, string>>;
}

export const repository: string = join(import.meta.dirname, '../..');
const bundle = join(repository, 'dist/resilience-renderer.cjs');

/** Our program as users get it. */
export function renderer(...args: readonly string[]): Command {
  return { argv: [process.execPath, bundle, ...args] };
}

/** The smallest thing that Node can do. */
export const nothing: Command = { argv: [process.execPath, '-e', '0'] };

/** The same command with flags for Node in front of its script. */
export function withNodeFlags(command: Command, flags: readonly string[]): Command {
  const [program, ...rest] = command.argv;
  return { ...command, argv: [program, ...flags, ...rest] };
}
