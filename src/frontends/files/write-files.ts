import { accessSync, constants, fstatSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { leftOversIn, removeLeftOvers, removeQuietly, type Writer } from './left-overs.ts';
import { changedMeanwhile, Obstacle } from './obstacle.ts';
import { type Placing, putInPlace } from './put-in-place.ts';
import { reasonOf } from './walk.ts';
import { contentOf, targetOf, withTarget } from './with-target.ts';
import { prepareBeside } from './write-beside.ts';

/** One file as it was read, and as it is to be. */
export interface FileChange {
  readonly path: string;
  /** Undefined: it does not exist. */
  readonly before: Buffer | undefined;
  /** Undefined: it goes. */
  readonly after: Buffer | undefined;
}

/** Where changes are written, and by whom. */
export interface WriteJob {
  /** Nothing outside this directory is written. */
  readonly root: string;
  readonly writer: Writer;
  /** Left-overs of earlier runs that were found in the tree. */
  readonly leftOvers: readonly string[];
}

/**
 * Brings files from one content to another. All new content is written beside them first, where an error leaves every file as it was; then
 * each is put in place by one step of the system. So every file is old or new whatever happens, and running again heals. Returns how many
 * changed. Reports RP5015 and RP5017.
 */
export function writeFiles(changes: readonly FileChange[], job: WriteJob, report: Report): number {
  const ready: Placing[] = [];
  const stage = createStage(job);
  const isReady = changes.every((change) => attempt(change, report, () => ready.push(stage(change))));
  let done = 0;
  const put = (placing: Placing, { path, before, after }: FileChange): void => {
    if (!putInPlace(placing, job.writer)) {
      removeQuietly(placing.prepared);
      return;
    }
    done++;
    const what = after === undefined ? 'deleted' : before === undefined ? 'created' : 'changed';
    report('RP5017', { kind: 'file', path }, { done: what });
  };
  const open = isReady ? changes.findIndex((change, i) => !attempt(change, report, () => put(ready[i] as Placing, change))) : 0;
  for (const { prepared } of open === -1 ? [] : ready.slice(open)) removeQuietly(prepared);
  return done;
}

/** False when the system refuses, or somebody else changed the file, which is reported. */
function attempt({ path }: FileChange, report: Report, step: () => unknown): boolean {
  try {
    step();
    return true;
  } catch (error) {
    const isRefusal = error instanceof Obstacle || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!isRefusal) throw error;
    report('RP5015', { kind: 'file', path }, { path, reason: reasonOf(error) });
    return false;
  }
}

/** Prepares new content beside its file, as far as there is something to do. */
function createStage({ root, writer, leftOvers }: WriteJob): (change: FileChange) => Placing {
  removeLeftOvers(leftOvers, writer);
  const cleaned = new Set<string>();
  const clean = (directory: string): void => {
    if (!cleaned.has(directory)) removeLeftOvers(leftOversIn(directory), writer);
    cleaned.add(directory);
  };
  return ({ path, before, after }) => {
    const target = targetOf(path, root);
    return withTarget(target, (fd) => {
      const now = fd === undefined ? undefined : contentOf(fd);
      const placing = { target, before, after, prepared: undefined };
      if (isEqual(now, after)) return placing;
      if (!isEqual(now, before)) throw changedMeanwhile();
      // A rename does not ask whether the file may be written.
      accessSync(after === undefined || fd === undefined ? dirname(target) : target, constants.W_OK);
      clean(dirname(target));
      if (after === undefined) return placing;
      return { ...placing, prepared: prepareBeside(target, after, { like: fd === undefined ? undefined : fstatSync(fd), writer }) };
    });
  };
}

function isEqual(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}
