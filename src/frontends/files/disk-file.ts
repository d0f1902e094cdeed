import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../model/source.ts';
import type { Inside } from './open-gate.ts';
import { RefusedFile } from './refused-file.ts';

/** A file that was named, or one that was found in a tree. */
export type Found = Inside | { readonly path: string; readonly name?: undefined };

/** The file that was read last stays open: what is printed jumps about in one file for a long time, and opening takes longer than reading. */
export interface OpenFile {
  opened: string;
  fd: number;
}

/**
 * A file that is not held in memory. It is read again at every need, so it has to be the same file with the same content each time: else
 * the output would be a mixture. `last` is shared by all files of a run.
 */
export function onDisk(file: Found, first: Stats, last: OpenFile): SourceFile {
  const { path } = file;
  const opened = file.name === undefined ? path : join(file.directory, file.name);
  // It may be a pipe by then, or, in a tree, a link.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (file.name === undefined ? 0 : constants.O_NOFOLLOW);
  const demandSame = (fd: number): void => {
    if (!isSame(fstatSync(fd), first)) throw changedFile(path);
  };
  const readInto = (target: Buffer, from: number): number => {
    if (last.opened !== opened) {
      closeLast(last);
      last.fd = openSync(opened, flags);
      last.opened = opened;
      demandSame(last.fd);
    }
    const filled = readFully(last.fd, target, { position: from, enough: target.length });
    demandSame(last.fd);
    if (filled < Math.min(target.length, first.size - from)) throw changedFile(path);
    return filled;
  };
  const read = (from: number, to: number): Buffer => {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(to, first.size) - from));
    readInto(bytes, from);
    return bytes;
  };
  return { path, size: first.size, read, readInto };
}

function closeLast(last: OpenFile): void {
  if (last.fd !== -1) closeSync(last.fd);
  last.fd = -1;
  last.opened = '';
}

export function changedFile(path: string): RefusedFile {
  return new RefusedFile('RP5055', path, 'somebody wrote to it');
}

/** A change within the same tick of the system's clock (some milliseconds) that keeps the size is not seen. */
function isSame(now: Stats, then: Stats): boolean {
  const keys = ['dev', 'ino', 'size', 'mtimeMs', 'ctimeMs'] as const;
  return keys.every((key) => now[key] === then[key]);
}

/** Fills the buffer from a position of the file, at least with so many bytes; fewer only at its end. */
export function readFully(fd: number, bytes: Buffer, { position, enough }: { readonly position: number; readonly enough: number }): number {
  let filled = 0;
  while (filled < enough) {
    const read = readSync(fd, bytes, filled, bytes.length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}
