import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { SourceFile } from '../../src/model/source.ts';
import { kubectlSchema } from '../../src/read/dialect.ts';

/** What was done, in numbers that are the same on every machine. */
export interface Work {
  /** Documents that went through js-yaml. */
  parses: number;
  /** Documents that went through `yaml`, which is ten times slower. */
  positionedParses: number;
  /** Values that went through JSON.parse. */
  jsonParses: number;
  /** Bytes that became text. */
  decoded: number;
  /** Bytes that were copied from one buffer to another. */
  copied: number;
  /** Bytes that the core asked its files for, and how often. */
  bytesRead: number;
  reads: number;
  /** Files and directories that were opened, and the bytes that came from the disk. */
  filesOpened: number;
  directoriesOpened: number;
  /** Directories through which files were opened. */
  directoriesHeld: number;
  bytesFromDisk: number;
  /** Files that were opened for writing, or replaced. */
  filesWritten: number;
}

type Undo = () => void;
type Anything = (...args: never[]) => unknown;

/** Puts something around a method, until it is undone. */
function wrap<K extends string>(
  owner: Readonly<Record<K, Anything>>,
  name: K,
  count: (args: readonly unknown[], result: unknown) => void,
): Undo {
  const methods = owner as Record<K, Anything>;
  const original = methods[name];
  methods[name] = function (this: unknown, ...args: never[]): unknown {
    const result = Reflect.apply(original, this, args);
    count(args, result);
    return result;
  } as Anything;
  return () => {
    methods[name] = original;
  };
}

/** js-yaml asks its schema for this once for each text that it loads; a test below shows that it still does. */
function countLoads(work: Work): Undo {
  const schema = kubectlSchema as unknown as { compiledImplicit: unknown };
  const value = schema.compiledImplicit;
  Object.defineProperty(schema, 'compiledImplicit', {
    configurable: true,
    get: () => {
      work.parses++;
      return value;
    },
  });
  return () => Object.defineProperty(schema, 'compiledImplicit', { configurable: true, enumerable: true, writable: true, value });
}

const length = (value: unknown): number => (value instanceof Uint8Array ? value.length : 0);

function countBytes(work: Work): readonly Undo[] {
  const buffers = Buffer as unknown as Record<'concat' | 'from', Anything>;
  const methods = Buffer.prototype as unknown as Record<'toString' | 'copy', Anything>;
  return [
    wrap(methods, 'toString', (_, text) => {
      work.decoded += String(text).length;
    }),
    wrap(methods, 'copy', (_, copied) => {
      work.copied += Number(copied);
    }),
    wrap(buffers, 'concat', (_, joined) => {
      work.copied += length(joined);
    }),
    wrap(buffers, 'from', ([source], made) => {
      if (source instanceof Uint8Array) work.copied += length(made);
    }),
  ];
}

function countFiles(work: Work): readonly Undo[] {
  const calls = fs as unknown as Record<
    'openSync' | 'readSync' | 'readFileSync' | 'readdirSync' | 'renameSync' | 'writeFileSync',
    Anything
  >;
  return [
    wrap(calls, 'openSync', ([, flags = 'r']) => {
      if (typeof flags === 'number' && (flags & fs.constants.O_DIRECTORY) !== 0) work.directoriesHeld++;
      else if (flags === 'r' || (typeof flags === 'number' && (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) === 0)) {
        work.filesOpened++;
      } else work.filesWritten++;
    }),
    wrap(calls, 'readSync', (_, read) => {
      work.bytesFromDisk += Number(read);
    }),
    wrap(calls, 'readFileSync', (_, content) => {
      work.filesOpened++;
      work.bytesFromDisk += Buffer.byteLength(content as string | Uint8Array);
    }),
    wrap(calls, 'readdirSync', () => {
      work.directoriesOpened++;
    }),
    wrap(calls, 'renameSync', () => {
      work.filesWritten++;
    }),
    wrap(calls, 'writeFileSync', () => {
      work.filesWritten++;
    }),
  ];
}

function nothing(): Work {
  const bytes = { decoded: 0, copied: 0, bytesRead: 0, reads: 0, bytesFromDisk: 0 };
  return {
    parses: 0,
    positionedParses: 0,
    jsonParses: 0,
    filesOpened: 0,
    directoriesOpened: 0,
    directoriesHeld: 0,
    filesWritten: 0,
    ...bytes,
  };
}

/**
 * Counts what a synchronous call does. The product knows nothing of it: the counters stand around js-yaml, `yaml`, Node's
 * buffers and Node's files, and are gone afterwards.
 */
export function countWork(call: (counted: (file: SourceFile) => SourceFile) => void): Work {
  const work = nothing();
  const yaml = createRequire(import.meta.url)('yaml') as Record<'parseDocument', Anything>;
  const undo = [
    countLoads(work),
    wrap(yaml, 'parseDocument', () => {
      work.positionedParses++;
    }),
    wrap(JSON as unknown as Record<'parse', Anything>, 'parse', () => {
      work.jsonParses++;
    }),
    ...countBytes(work),
    ...countFiles(work),
  ];
  syncBuiltinESMExports();
  try {
    call((file) => countReads(file, work));
  } finally {
    for (const restore of undo) restore();
    syncBuiltinESMExports();
  }
  return work;
}

function countReads(file: SourceFile, work: Work): SourceFile {
  return {
    ...file,
    read: (from, to) => {
      work.reads++;
      work.bytesRead += to - from;
      return file.read(from, to);
    },
  };
}
