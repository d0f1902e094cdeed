import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isInside } from './is-inside.ts';
import { changedMeanwhile, Obstacle } from './obstacle.ts';

/** The file at the end of all links: a rename would replace a link, and it is the file behind it that changes. Throws an Obstacle outside the root. */
export function targetOf(path: string, root: string): string {
  const target = endOf(path) ?? join(realpathSync(dirname(path)), basename(path));
  if (!isInside(target, realpathSync(root))) throw new Obstacle('the way to it leads out of the directory that is rendered');
  return target;
}

function endOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Holds a target open, through no link and without waiting for a pipe; `fd` is undefined where there is none. */
export function withTarget<T>(target: string, use: (fd: number | undefined) => T): T {
  const fd = openTarget(target);
  try {
    if (fd !== undefined && !fstatSync(fd).isFile()) throw changedMeanwhile();
    return use(fd);
  } finally {
    if (fd !== undefined) closeQuietly(fd);
  }
}

/** What was only read has lost nothing, and what depends on it must not be left half done. */
function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // It is closed all the same (close(2)).
  }
}

function openTarget(target: string): number | undefined {
  try {
    return openSync(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP' || code === 'EMLINK') throw changedMeanwhile();
    throw error;
  }
}

/** All of it, from the start. */
export function contentOf(fd: number): Buffer {
  const { size } = fstatSync(fd);
  const bytes = Buffer.alloc(size + 1);
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(fd, bytes, filled, bytes.length - filled, filled);
    if (read === 0) return bytes.subarray(0, filled);
    filled += read;
  }
  // It grows while it is read.
  throw changedMeanwhile();
}
