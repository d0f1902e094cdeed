import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { fromBytes, type SourceFile } from '../../model/source.ts';
import type { World } from '../world.ts';
import { globLibrary } from './glob-library.ts';
import { reasonOf, walkManifests } from './walk.ts';

/** What is read at once; beyond it, files are read again from the disk whenever bytes of them are needed (performance facts §4). */
const memoryCap = 256 * 1024 * 1024;
const slabSize = 4 * 1024 * 1024;

/** Which files to read. */
export interface Selection {
  /** Files, directories, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
}

/** Reads what the user named. Synchronous on purpose: async reads are 3 to 10 times slower here (performance facts §5). Reports RP5001 to RP5008. */
export function readSourceFiles({ paths, exclude }: Selection, world: World, report: Report): readonly SourceFile[] {
  const isExcluded = exclude.length === 0 ? () => false : globLibrary()([...exclude], { dot: true });
  const reader = createReader(report);
  const seen = new Set<string>();
  const files: SourceFile[] = [];
  for (const path of paths) {
    if (path === '-') {
      // Standard input can be read but once.
      if (!seen.has(path)) files.push(world.readStdin());
      seen.add(path);
      continue;
    }
    for (const file of filesAt(path, { report, isExcluded })) {
      const absolute = resolve(file);
      if (seen.has(absolute)) continue;
      seen.add(absolute);
      const source = reader(file);
      if (source !== undefined) files.push(source);
    }
  }
  return files;
}

function filesAt(path: string, options: { readonly report: Report; readonly isExcluded: (path: string) => boolean }): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    options.report('RP5001', { kind: 'file', path }, { path });
    return [];
  }
  return stats.isDirectory() ? walkManifests(path, options) : [path];
}

/** Small files share slabs; a large one gets a buffer of its own; beyond the cap nothing is held. */
function createReader(report: Report): (path: string) => SourceFile | undefined {
  let slab = Buffer.alloc(0);
  let used = 0;
  let held = 0;
  const reserve = (size: number): Buffer => {
    if (size > slabSize / 4) return Buffer.allocUnsafeSlow(size);
    if (used + size > slab.length) {
      slab = Buffer.allocUnsafeSlow(slabSize);
      used = 0;
    }
    used += size;
    return slab.subarray(used - size, used);
  };
  return (path) => {
    try {
      return withFile(path, (fd) => {
        const stats = fstatSync(fd);
        if (!stats.isFile()) return fromBytes(path, readToEnd(fd));
        held += stats.size;
        if (held > memoryCap) return onDisk(path, stats.size);
        const bytes = reserve(stats.size);
        return fromBytes(path, bytes.subarray(0, readFully(fd, bytes, 0)));
      });
    } catch (error) {
      report('RP5002', { kind: 'file', path }, { path, reason: reasonOf(error) });
      return undefined;
    }
  };
}

function withFile<T>(path: string, use: (fd: number) => T): T {
  const fd = openSync(path, 'r');
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

function onDisk(path: string, size: number): SourceFile {
  return {
    path,
    size,
    read: (from, to) =>
      withFile(path, (fd) => {
        const bytes = Buffer.allocUnsafe(to - from);
        return bytes.subarray(0, readFully(fd, bytes, from));
      }),
  };
}

/** Fills the buffer from a position of the file; fewer bytes only at its end. */
function readFully(fd: number, bytes: Buffer, position: number): number {
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(fd, bytes, filled, bytes.length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/** A pipe such as `<(kustomize build)`, named as a path. */
function readToEnd(fd: number): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    const read = readSync(fd, chunk, 0, chunk.length, null);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
  }
}
