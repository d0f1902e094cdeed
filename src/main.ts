#!/usr/bin/env node
import { readFileSync, readSync, writeSync } from 'node:fs';
import { printable } from './diagnostics/format/text.ts';
import { version } from './frontends/cli/version.ts';
import { describeCrash } from './frontends/describe-crash.ts';
import { readStream } from './frontends/files/read-stream.ts';
import { openSpool, type Spool } from './frontends/files/spool-file.ts';
import { processWriter } from './frontends/process/process-writer.ts';
import { runProgram } from './frontends/process/run-program.ts';
import { uninterrupted } from './frontends/process/uninterrupted.ts';
import { type CacheHost, loadCached } from './frontends/start/load-cached.ts';
import type { ExitCode, ServiceHost, World } from './frontends/world.ts';
import { bytesOfSegments, type Segment, type SourceFile } from './model/source.ts';

const outputBuffer = 1024 * 1024;

/** A full pipe or an empty one that is not yet closed answers EAGAIN when it is non-blocking: wait, do not spin. */
function patiently<T>(attempt: () => T): T {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Of standard input; a longer one is read from a temporary file, whose bytes the system may keep in memory or not. */
const mostHeld = 128 * 1024 * 1024;

/** What does not end is read a little further than is allowed. */
function readStdin(most: number): SourceFile {
  let total = 0;
  const fill = (buffer: Buffer): number => {
    const read = total > most ? 0 : readSome(buffer);
    total += read;
    return read;
  };
  const spool = (): Spool => openSpool(process.getBuiltinModule('node:os').tmpdir());
  return { ...readStream({ fill, most: mostHeld, openSpool: spool }), path: '-', piped: true };
}

function readSome(buffer: Buffer): number {
  return patiently(() => {
    try {
      return readSync(0, buffer, 0, buffer.length, null);
    } catch (error) {
      // Windows says EOF where others answer with 0 bytes.
      if ((error as { readonly code?: string }).code === 'EOF') return 0;
      throw error;
    }
  });
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += patiently(() => writeSync(fd, bytes, at, bytes.length - at));
}

/** Gathers small pieces, so that thousands of documents do not become thousands of system calls. */
function writeSegments(segments: Iterable<Segment>): void {
  const buffer = Buffer.allocUnsafeSlow(outputBuffer);
  let used = 0;
  const flush = (): void => {
    writeAll(1, buffer.subarray(0, used));
    used = 0;
  };
  for (const segment of segments) {
    const length = typeof segment === 'string' ? Buffer.byteLength(segment) : segment.to - segment.from;
    if (used + length > buffer.length) flush();
    if (length > buffer.length) writeAll(1, bytesOfSegments([segment]));
    else used += copySegment(segment, buffer.subarray(used, used + length));
  }
  flush();
}

/** What is not held in memory is read into the buffer itself. */
function copySegment(segment: Segment, target: Buffer): number {
  if (typeof segment === 'string') return target.write(segment);
  const { file, from, to } = segment;
  return file.readInto?.(target, from) ?? file.read(from, to).copy(target);
}

/** False when the reader has gone (`… | head`), which is no error of ours. */
function unlessBroken(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'EPIPE') return false;
    throw error;
  }
}

/** Under which a script finds what it is to run. */
const slot = Symbol.for('resilience-renderer');

/**
 * Everything is synchronous, so no timer can ever fire; but a watchdog of Node's, which is a thread of its own, stops a script. What is called
 * from the script counts (docs/decisions/0015). What was stopped left nothing behind but memory.
 */
function within<T extends object>(milliseconds: number, work: () => T): T | undefined {
  if (milliseconds === 0) return work();
  const { Script } = process.getBuiltinModule('node:vm');
  Object.assign(globalThis, { [slot]: work });
  try {
    return new Script(`globalThis[Symbol.for(${JSON.stringify(slot.description)})]()`).runInThisContext({ timeout: milliseconds }) as T;
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    Object.assign(globalThis, { [slot]: undefined });
  }
}

const host: ServiceHost = {
  onStop: (stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  },
  onUnexpected: (handle) => {
    process.on('unhandledRejection', handle);
    process.on('uncaughtException', handle);
  },
};

/** Everything else is synchronous and ends by itself; a service says when it has ended. */
function runService(service: (host: ServiceHost) => Promise<ExitCode>): void {
  service(host).then(
    (code) => process.exit(code),
    (error: unknown) => {
      world.writeError(`error RP9001: ${printable(describeCrash(error))}\n`);
      process.exit(3);
    },
  );
}

const world: World = {
  argv: process.argv.slice(2),
  env: process.env,
  stdinIsTerminal: () => process.getBuiltinModule('node:tty').isatty(0),
  // node:tty brings the network stack along, 4 ms that only a run with something to say should pay.
  stderrIsTerminal: () => process.getBuiltinModule('node:tty').isatty(2),
  readStdin,
  writeOutput: (segments) => uninterrupted(() => unlessBroken(() => writeSegments(segments))),
  writeError: (text) => void unlessBroken(() => writeAll(2, Buffer.from(text))),
  // `performance` would load a module of its own.
  now: () => Date.now(),
  writer: processWriter,
  uninterrupted,
  within,
  runProgram,
  runService,
  self: [process.execPath, process.argv[1] ?? ''],
};

/** The bundles lie beside this one. */
declare const __dirname: string;
declare const require: NodeJS.Require;

/** Written when the program is built (build/bundle.mjs), 80 columns wide. Undefined while it is being built. */
function readHelp(): string | undefined {
  try {
    return readFileSync(`${__dirname}/help.txt`, 'utf8');
  } catch {
    return undefined;
  }
}

const cacheHost: CacheHost = {
  directory: process.env['RESILIENCE_RENDERER_CODE_CACHE'] ?? '',
  // From the sources, which are ES modules, there is neither of the two, and no cache.
  bundles: typeof __dirname === 'undefined' ? '' : __dirname,
  machine: `${version}-${process.version}-${process.arch}`,
  user: process.getuid?.(),
  require: typeof require === 'undefined' ? undefined : require,
  vm: () => process.getBuiltinModule('node:vm'),
  onExit: (then) => void process.once('exit', then),
};

/** Nothing but this file is loaded to print what was written when the program was built. */
function printPrepared(): boolean {
  const [only, another] = world.argv;
  if (another !== undefined) return false;
  const text = only === '--version' || only === '-V' ? `${version}\n` : only === '--help' || only === '-h' ? readHelp() : undefined;
  try {
    if (text !== undefined) world.writeOutput([text]);
    return text !== undefined;
  } catch {
    // A full disk: whoever can put it into words meets it again.
    return false;
  }
}

type Commands = typeof import('./frontends/cli/run-cli.ts');
type PlainRender = typeof import('./frontends/cli/run-plain-render.ts');
type PlainInPlace = typeof import('./frontends/cli/run-plain-in-place.ts');

const inPlace = /^--(?:write|check|diff|fail-on-change|tracked|generated-file)(?:=|$)/;

/** `render` has bundles of its own, which give back a command line that they cannot read; everything else is in another one. */
async function start(): Promise<ExitCode> {
  if (printPrepared()) return 0;
  const code = world.argv[0] === 'render' ? await startRender() : undefined;
  if (code !== undefined) return code;
  const { runCli } = loadCached<Commands>('commands.cjs', cacheHost) ?? (await import('./frontends/cli/run-cli.ts'));
  return runCli(world);
}

async function startRender(): Promise<ExitCode | undefined> {
  if (world.argv.some((word) => inPlace.test(word))) {
    const { runPlainInPlace } =
      loadCached<PlainInPlace>('in-place.cjs', cacheHost) ?? (await import('./frontends/cli/run-plain-in-place.ts'));
    return runPlainInPlace(world);
  }
  const { runPlainRender } = loadCached<PlainRender>('render.cjs', cacheHost) ?? (await import('./frontends/cli/run-plain-render.ts'));
  return runPlainRender(world);
}

void start().then((code) => {
  process.exitCode = code;
});
