import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** How the hidden files end that `--write` prepares; it takes no other. */
export const leftOverEnding = '.resilience-renderer';

/** The process that writes, and what it can tell of others. */
export interface Writer {
  readonly pid: number;
  /** Whether a process may still be at work that wrote something at that moment (milliseconds of the epoch). */
  mayRun(pid: number, since: number): boolean;
}

/** The name says who prepares it: what is being written right now is no left-over. It does not grow with the name of the file that it is for. */
export function preparedName({ pid }: Writer): string {
  return `.${pid}-${Math.random().toString(36).slice(2, 10)}${leftOverEnding}`;
}

export function leftOversIn(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(leftOverEnding))
    .map((name) => join(directory, name));
}

/** Removes what a run that was killed has left behind; to be called before this one prepares anything there. */
export function removeLeftOvers(paths: readonly string[], writer: Writer): void {
  for (const path of paths) if (isLeftOver(path, writer)) removeQuietly(path);
}

function isLeftOver(path: string, { pid, mayRun }: Writer): boolean {
  const [, number] = /^\.(\d+)-[0-9a-z]+\.resilience-renderer$/.exec(basename(path)) ?? [];
  if (number === undefined) return false;
  const owner = Number(number);
  try {
    const stats = lstatSync(path);
    // We have prepared nothing yet: in a container, an earlier process often had the same number.
    return stats.isFile() && (owner === pid || !mayRun(owner, stats.mtimeMs));
  } catch {
    return false;
  }
}

export function removeQuietly(path: string | undefined): void {
  try {
    if (path !== undefined) unlinkSync(path);
  } catch {
    // It is gone already, or nothing can be done about it.
  }
}
