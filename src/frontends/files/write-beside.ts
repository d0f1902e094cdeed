import { closeSync, fchmodSync, fchownSync, fstatSync, fsyncSync, openSync, type Stats, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preparedName, removeQuietly, type Writer } from './left-overs.ts';

/** How a prepared file comes about. */
export interface Preparing {
  /** The file whose place it takes, which it gets mode and owner of. */
  readonly like: Stats | undefined;
  readonly writer: Writer;
}

/**
 * Writes content to a new hidden file in the directory of another one, down to the disk. Hidden, so that reading the tree never finds it.
 * Returns its path; on an error nothing is left.
 */
export function prepareBeside(target: string, content: Buffer, { like, writer }: Preparing): string {
  const path = join(dirname(target), preparedName(writer));
  // Until it has the mode of the file that it replaces, nobody else may read it.
  const fd = openSync(path, 'wx', like === undefined ? 0o666 : 0o600);
  try {
    try {
      writeAll(fd, content);
      if (like !== undefined) copyAccess(fd, like);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    removeQuietly(path);
    throw error;
  }
  return path;
}

function writeAll(fd: number, content: Buffer): void {
  for (let at = 0; at < content.length; ) at += writeSync(fd, content, at, content.length - at);
}

/** The owner first: changing it takes special bits of the mode away. Only root may give a file to somebody else. */
function copyAccess(fd: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(fd);
  if (own.uid !== uid || own.gid !== gid) ignoring(['EPERM', 'EINVAL', 'ENOSYS'], () => fchownSync(fd, uid, gid));
  if (fstatSync(fd).mode !== mode) ignoring(['EPERM', 'ENOSYS', 'ENOTSUP'], () => fchmodSync(fd, mode & 0o7777));
}

/** Makes renames and deletions last; not every system lets a directory be opened or synced. */
export function syncDirectory(directory: string): void {
  ignoring(['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF'], () => {
    const fd = openSync(directory, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

function ignoring(codes: readonly string[], step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
