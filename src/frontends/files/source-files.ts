import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { fromBytes, type SourceFile } from '../../model/source.ts';
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
  /** False: of a directory, what lies in it itself; a chart or a kustomization is no matter then. */
  readonly recurse?: boolean | undefined;
  /** Takes what a run that was killed while it wrote has left behind. */
  readonly leftOvers?: string[] | undefined;
}

/** Reads what the user named. Synchronous on purpose: async reads are 3 to 10 times slower here (performance facts §5). Reports RP5001 to RP5008, RP5055 to RP5057. */
export function readSourceFiles({ paths, exclude, ...walk }: Selection, world: World, report: Report): readonly SourceFile[] {
  const isExcluded = exclude.length === 0 ? () => false : globLibrary()([...exclude], { dot: true });
  const hold = createHold();
  const seen = new Set<string>();
  const files: SourceFile[] = [];
  const take = <F extends Found>(file: F, read: (file: F) => SourceFile): void => {
    const absolute = resolve(file.path);
    if (seen.has(absolute)) return;
    seen.add(absolute);
    try {
      files.push(read(file));
    } catch (error) {
      reportUnread(error, file.path, report);
    }
  };
  for (const path of paths) {
    // Standard input can be read but once.
    if (path !== '-') readPath(path, { ...walk, report, isExcluded }, { take, hold });
    else if (!seen.has(path)) {
      files.push(world.readStdin());
      seen.add(path);
    }
  }
  return files;
}

/** A file that the user named, or one that was found in a tree. */

interface Taker {
  take<F extends Found>(file: F, read: (file: F) => SourceFile): void;
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
    const enter = (file: Inside): SourceFile => gate.enter(file, hold);
    for (const file of found) take(file, enter);
    gate.close();
  }
}

function readNamed(path: string, fd: number, hold: Hold): SourceFile {
  const stats = fstatSync(fd);
  if (!stats.isFile()) return fromBytes(path, readToEnd(fd, stats.isCharacterDevice() ? mostFromDevice : Number.POSITIVE_INFINITY));
  return hold({ path }, fd, stats);
}

type Hold = (file: Found, fd: number, stats: Stats) => SourceFile;

/** Small files share slabs; a large one gets a buffer of its own; beyond the cap nothing is held. */
function createHold(): Hold {
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

/** A pipe such as `<(kustomize build)`, named as a path. */
function readToEnd(fd: number, most: number): Buffer {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= most; ) {
    const chunk = Buffer.allocUnsafe(65_536);
    const read = readSync(fd, chunk, 0, chunk.length, null);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
  throw new Error('it is a device that does not end');
}
