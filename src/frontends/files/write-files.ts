import { accessSync, constants, lstatSync, readdirSync, readFileSync, realpathSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { reasonOf } from './walk.ts';
import { syncDirectory, writeBeside } from './write-beside.ts';

/** One file as it was read, and as it is to be. */
export interface FileChange {
  readonly path: string;
  /** Undefined: it does not exist. */
  readonly before: Buffer | undefined;
  /** Undefined: it goes. */
  readonly after: Buffer | undefined;
  /** Bytes of `before` that are never shown. */
  readonly secrets?: readonly { readonly from: number; readonly to: number }[];
}

/** A change whose new content lies ready beside the file. */
interface Staged {
  readonly change: FileChange;
  /** What is replaced: the end of all links. */
  readonly target: string;
  /** Undefined: the file goes. */
  readonly temporary: string | undefined;
}

/**
 * Brings files from one content to another. All new content is written beside them first, where an error leaves every file as it was; then
 * each is put in place by one rename. So every file is old or new whatever happens, and running again heals. Returns how many changed.
 * Reports RP5015 and RP5017.
 */
export function writeFiles(changes: readonly FileChange[], report: Report): number {
  const ready: Staged[] = [];
  const isReady = changes.every((change) => attempt(change, report, () => ready.push(stage(change))));
  let done = 0;
  while (isReady && done < ready.length) {
    const { change, target, temporary } = ready[done] as Staged;
    if (!attempt(change, report, () => commit({ change, target, temporary }))) break;
    done++;
    const what = change.after === undefined ? 'deleted' : change.before === undefined ? 'created' : 'changed';
    report('RP5017', { kind: 'file', path: change.path }, { done: what });
  }
  for (const { temporary } of ready.slice(done)) removeQuietly(temporary);
  return done;
}

/** False when the system refuses, or somebody else changed the file, which is reported. */
function attempt({ path, before }: FileChange, report: Report, step: () => unknown): boolean {
  try {
    if (isAsRead(path, before)) {
      step();
      return true;
    }
    report('RP5015', { kind: 'file', path }, { path, reason: 'it changed while it was rendered' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    report('RP5015', { kind: 'file', path }, { path, reason: reasonOf(error) });
  }
  return false;
}

function isAsRead(path: string, before: Buffer | undefined): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || before === undefined) return stats === undefined && before === undefined;
  return readFileSync(path).equals(before);
}

function stage(change: FileChange): Staged {
  const { path, before, after } = change;
  if (after === undefined) {
    accessSync(dirname(path), constants.W_OK);
    return { change, target: path, temporary: undefined };
  }
  // A rename would replace the link; it is the file behind it that changes.
  const target = before === undefined ? path : realpathSync(path);
  // A rename does not ask whether the file may be written.
  if (before !== undefined) accessSync(target, constants.W_OK);
  removeLeftOvers(target);
  return { change, target, temporary: writeBeside(target, after, before === undefined ? undefined : statSync(target)) };
}

function commit({ target, temporary }: Staged): void {
  if (temporary === undefined) unlinkSync(target);
  else renameSync(temporary, target);
  syncDirectory(dirname(target));
}

/** What a run that was killed left behind. */
function removeLeftOvers(target: string): void {
  const directory = dirname(target);
  for (const name of readdirSync(directory)) {
    if (name.startsWith(`.${basename(target)}.`) && name.endsWith('.resilience-renderer')) removeQuietly(join(directory, name));
  }
}

function removeQuietly(path: string | undefined): void {
  try {
    if (path !== undefined) unlinkSync(path);
  } catch {
    // It is gone already, or nothing can be done about it.
  }
}
