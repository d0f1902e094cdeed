import { closeSync, constants, fstatSync, openSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isInside } from './is-inside.ts';
import { RefusedFile } from './refused-file.ts';

/** The only way to files below a directory that was named: what lies elsewhere is not read, whatever happens to the tree meanwhile. */
export interface Gate {
  /** Opens the regular file of that name in a directory; it is closed afterwards. Throws a RefusedFile, or what the system says. */
  enter<T>(file: Inside, use: (file: Inside, fd: number, stats: Stats) => T): T;
  close(): void;
}

/** A file below the root, named without links where it is one. */
export interface Inside {
  /** As messages call it. */
  readonly path: string;
  readonly directory: string;
  readonly name: string;
}

/** Not through a link, and without waiting for the other end of a pipe. What a system does not have is 0 there. */
const asItself = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A directory that is held open, so that nobody can put another in its place. */
interface Held {
  readonly directory: string;
  readonly fd: number | undefined;
  /** What a name is put behind to open it there. */
  readonly prefix: string;
}

/**
 * Paths can change between two looks at them: a file becomes a link, a directory above it a link to somewhere else. Linux can open a name
 * in a directory that is open already (`/proc/self/fd/N/name`, which is what openat does), and says where that directory really is. So
 * each directory is opened, looked at, and then its files are opened through it. Elsewhere its real path is looked at before its files.
 */
export function openGate(root: string): Gate {
  const { held, place: rootPlace } = hold(root);
  release(held);
  let current: Held | undefined;
  const close = (): void => {
    release(current);
    current = undefined;
  };
  const go = (directory: string, path: string): Held => {
    if (current?.directory === directory) return current;
    close();
    const found = hold(directory);
    current = found.held;
    if (isInside(found.place, rootPlace)) return found.held;
    close();
    throw new RefusedFile('RP5055', path, 'the way to it leads out of the directory that is rendered now');
  };
  return { enter: (file, use) => useRegular(`${go(file.directory, file.path).prefix}${file.name}`, file, use), close };
}

function release(held: Held | undefined): void {
  if (held?.fd !== undefined) closeSync(held.fd);
}

interface Found {
  readonly held: Held;
  /** Where it really is. */
  readonly place: string;
}

function hold(directory: string): Found {
  const byPath = (): Found => ({
    held: { directory, fd: undefined, prefix: join(directory, '/') },
    // Bytes that are no UTF-8 stay different from each other in Latin-1.
    place: realpathSync.native(directory, 'latin1'),
  });
  let fd: number | undefined;
  try {
    fd = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NONBLOCK);
    return { held: { directory, fd, prefix: `/proc/self/fd/${fd}/` }, place: readlinkSync(`/proc/self/fd/${fd}`, 'latin1') };
  } catch {
    // Another system than Linux, a container without /proc, a directory that may be passed but not listed.
    if (fd !== undefined) closeSync(fd);
    return byPath();
  }
}

function useRegular<T>(opened: string, file: Inside, use: (file: Inside, fd: number, stats: Stats) => T): T {
  const fd = openItself(opened, file.path);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new RefusedFile('RP5058', file.path, 'it is not a regular file');
    return use(file, fd, stats);
  } finally {
    closeSync(fd);
  }
}

function openItself(opened: string, path: string): number {
  try {
    return openSync(opened, asItself);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP' || code === 'EMLINK') throw new RefusedFile('RP5055', path, 'a link has taken its place');
    throw error;
  }
}
