import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Limits } from '../../model/limits.ts';
import { fromBytes, type SourceFile } from '../../model/source.ts';
import { createTally, type Tally } from '../../read/tally.ts';
import type { World } from '../world.ts';
import { changedFile, type Found, type OpenFile, onDisk, readFully } from './disk-file.ts';
import { globLibrary } from './glob-library.ts';
import { type Inside, openGate } from './open-gate.ts';
import { reportUnread } from './refused-file.ts';
import { type WalkOptions, walkManifests } from './walk.ts';

/** What is read at once; beyond it, files are read again from the disk whenever bytes of them are needed (performance facts §4). */
const memoryCap = 256 * 1024 * 1024;
const slabSize = 4 * 1024 * 1024;
/** Nobody types more; /dev/zero never ends. */
const mostFromDevice = 64 * 1024 * 1024;

/** Which files to read. */
export interface Selection {
  /** Files, directories, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
  readonly limits: Limits;
  /** False: of a directory, what lies in it itself; a chart or a kustomization is no matter then. */
  readonly recurse?: boolean | undefined;
  /** Takes what a run that was killed while it wrote has left behind. */
  readonly leftOvers?: string[] | undefined;
}

/** Reads what the user named. Synchronous on purpose: async reads are 3 to 10 times slower here (performance facts §5). Reports RP5001 to RP5008, RP5055 to RP5057, RP1013 to RP1015. */
export function readSourceFiles({ paths, exclude, limits, ...walk }: Selection, world: World, report: Report): readonly SourceFile[] {
  const isExcluded = exclude.length === 0 ? () => false : globLibrary()([...exclude], { dot: true });
  const tally = createTally(limits, report);
  const hold = createHold({ tally, limits });
  const seen = new Set<string>();
  const files: SourceFile[] = [];
  const take = <F extends Found>(file: F, read: (file: F) => SourceFile | undefined): void => {
    const absolute = resolve(file.path);
    if (seen.has(absolute)) return;
    seen.add(absolute);
    try {
      const source = read(file);
      if (source !== undefined) files.push(source);
    } catch (error) {
      reportUnread(error, file.path, report);
    }
  };
  for (const path of paths) {
    // Standard input can be read but once.
    if (path !== '-') readPath(path, { ...walk, report, isExcluded }, { take, hold });
    else if (!seen.has(path)) {
      const piped = world.readStdin(limits.fileSize);
      if (tally.admits(piped)) files.push(piped);
      seen.add(path);
    }
  }
  return files;
}

/** A file that the user named, or one that was found in a tree. */

interface Taker {
  take<F extends Found>(file: F, read: (file: F) => SourceFile | undefined): void;
  readonly hold: Hold;
}

function readPath(path: string, options: WalkOptions, { take, hold }: Taker): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) options.report('RP5001', { kind: 'file', path }, { path });
  // What the user names may be a pipe, and lie anywhere.
  else if (!stats.isDirectory()) take({ path }, () => withFile(path, 'r', (fd) => readNamed(path, fd, hold)));
  else {
    const found = walkManifests(path, options);
    const gate = openGate(path);
    const enter = (file: Inside): SourceFile | undefined => gate.enter(file, hold);
    for (const file of found) take(file, enter);
    gate.close();
  }
}

function readNamed(path: string, fd: number, hold: Hold): SourceFile | undefined {
  return hold({ path }, fd, fstatSync(fd));
}

type Hold = (file: Found, fd: number, stats: Stats) => SourceFile | undefined;

/** Small files share slabs; a large one gets a buffer of its own; beyond the cap nothing is held. */
function createHold({ tally, limits }: { readonly tally: Tally; readonly limits: Limits }): Hold {
  let slab = Buffer.alloc(0);
  let used = 0;
  let held = 0;
  const last: OpenFile = { opened: '', fd: -1 };
  const reserve = (size: number): Buffer => {
    if (size > slabSize / 4) return Buffer.allocUnsafeSlow(size);
    if (used + size > slab.length) {
      slab = Buffer.allocUnsafeSlow(slabSize);
      used = 0;
    }
    used += size;
    return slab.subarray(used - size, used);
  };
  return (file, fd, stats) => {
    if (!stats.isFile()) {
      const most = stats.isCharacterDevice() ? Math.min(mostFromDevice, limits.fileSize) : limits.fileSize;
      const piped = fromBytes(file.path, readToEnd(fd, most));
      if (most < limits.fileSize && piped.size > most) throw new Error('it is a device that does not end');
      return tally.admits(piped) ? piped : undefined;
    }
    if (!tally.admits({ path: file.path, size: stats.size })) return undefined;
    held += stats.size;
    if (held > memoryCap) return onDisk(file, stats, last);
    // One byte more shows whether there is more by now, without another call.
    const bytes = reserve(stats.size + 1);
    if (readFully(fd, bytes, { position: 0, enough: stats.size }) !== stats.size) throw changedFile(file.path);
    return fromBytes(file.path, bytes.subarray(0, stats.size));
  };
}

function withFile<T>(path: string, flags: 'r' | number, use: (fd: number) => T): T {
  const fd = openSync(path, flags);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** A pipe such as `<(kustomize build)`, named as a path; one that does not end is read a little further than allowed. */
function readToEnd(fd: number, most: number): Buffer {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(65_536);
    const read = readSync(fd, chunk, 0, chunk.length, null);
    if (read > 0) chunks.push(chunk.subarray(0, read));
    total += read;
    if (read === 0 || total > most) return Buffer.concat(chunks);
  }
}
