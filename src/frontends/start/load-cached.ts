import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a cache needs of its process: main.ts hands it in. */
export interface CacheHost {
  /** Where the cache is; '' for none. */
  readonly directory: string;
  /** Where the bundles are. */
  readonly bundles: string;
  /** What compiled code depends on: the release, the version of Node and the processor. */
  readonly machine: string;
  /** Undefined where the system has no users. */
  readonly user: number | undefined;
  /** Undefined in an ES module, which loads no bundle. */
  readonly require: NodeJS.Require | undefined;
  readonly vm: () => typeof import('node:vm');
  onExit(then: () => void): void;
}

/**
 * The exports of a bundle whose compiled code is kept between runs (RESILIENCE_RENDERER_CODE_CACHE). Undefined where that is not wanted
 * or not safe; the bundle is then loaded as always.
 *
 * Compiled code is a program, and V8 checks only its header: a damaged one crashes Node 20. So it has a checksum, and a directory that
 * others may write to, or a file that is somebody else's, is not used (performance facts §1.5).
 */
export function loadCached<T>(bundle: string, host: CacheHost): T | undefined {
  if (host.require === undefined || host.directory === '' || !isOwn(lstatSync(host.directory, { throwIfNoEntry: false }), host))
    return undefined;
  const filename = join(host.bundles, bundle);
  const path = join(host.directory, `${bundle}-${identify(filename)}-${host.machine}`);
  const cachedData = readCache(path, host);
  const { Script } = host.vm();
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`;
  const script = new Script(wrapped, { filename, cachedData });
  // After the run, so that what is compiled when it is first called is in it.
  if (cachedData === undefined || script.cachedDataRejected === true)
    host.onExit(() => quietly(() => writeCache(path, script.createCachedData())));
  const module = { exports: {} as T };
  script.runInThisContext()(module.exports, host.require, module, filename, host.bundles);
  return module.exports;
}

interface Owned {
  readonly uid: number;
  readonly mode: number;
}

/** Nobody else may have written it. */
function isOwn(found: Owned | undefined, { user }: CacheHost): boolean {
  return found !== undefined && (user === undefined || (found.uid === user && (found.mode & 0o022) === 0));
}

function readCache(path: string, host: CacheHost): Buffer | undefined {
  return quietly(() => {
    const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const content = isOwn(fstatSync(fd), host) ? readFileSync(fd) : Buffer.alloc(0);
      const data = content.subarray(4);
      return content.length > 4 && checksum(data) === content.readUInt32BE(0) ? data : undefined;
    } finally {
      closeSync(fd);
    }
  });
}

/** Put in place by a rename: two runs at once do not see half of it. */
function writeCache(path: string, data: Buffer): void {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(checksum(data));
  const beside = `${path}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(beside, Buffer.concat([sum, data]), { flag: 'wx', mode: 0o600 });
  renameSync(beside, path);
}

/** Packages are unpacked with one time for all files: there the release tells them apart. */
function identify(filename: string): string {
  const { size, mtimeMs } = statSync(filename);
  return `${size}-${Math.floor(mtimeMs)}`;
}

/**
 * Against damage, not against an attacker, who could not write here. Four bytes at a time: code that runs once is interpreted.
 * `node:zlib` has a better one, and loads streams for it, 5 ms.
 */
function checksum(data: Buffer): number {
  // A copy of its own starts where words may start.
  const words = new Int32Array(Uint8Array.prototype.slice.call(data, 0, data.length - (data.length % 4)).buffer);
  let sum = data.length;
  for (let i = 0; i < words.length; i++) sum = Math.imul(sum ^ (words[i] as number), 0x01000193) ^ (sum >>> 15);
  for (const byte of data.subarray(4 * words.length)) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}

/** Without a cache everything works, only slower. */
function quietly<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch {
    return undefined;
  }
}
