import { openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../model/source.ts';

/** A file that has no name any more, for what is too large to be held. It goes with the process. */
export interface Spool {
  readonly fd: number;
  write(bytes: Buffer): void;
}

/** Opens it for its owner alone: what goes through a pipe may hold Secrets. Where the system cannot unlink an open file, it stays until the system clears its directory. */
export function openSpool(directory: string): Spool {
  const path = join(directory, `resilience-renderer-${Math.random().toString(36).slice(2)}`);
  const fd = spooling(() => openSync(path, 'wx+', 0o600));
  try {
    unlinkSync(path);
  } catch (error) {
    if (!['EBUSY', 'EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  const write = (bytes: Buffer): void => {
    for (let at = 0; at < bytes.length; ) at += spooling(() => writeSync(fd, bytes, at, bytes.length - at));
  };
  return { fd, write };
}

/** A full disk must not look like a reader of the output that has gone. */
function spooling<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { syscall: 'spool', path: 'a temporary file for standard input' });
  }
}

/** The content of a spool. */
export function spoolFile({ fd }: Spool, size: number): Pick<SourceFile, 'size' | 'read' | 'readInto'> {
  const readInto = (target: Buffer, from: number): number => {
    let filled = 0;
    while (filled < target.length) {
      const read = readSync(fd, target, filled, target.length - filled, from + filled);
      if (read === 0) break;
      filled += read;
    }
    return filled;
  };
  const read = (from: number, to: number): Buffer => {
    const bytes = Buffer.allocUnsafe(to - from);
    return bytes.subarray(0, readInto(bytes, from));
  };
  return { size, read, readInto };
}
