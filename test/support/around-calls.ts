import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Anything = (...args: never[]) => unknown;

/** Every way in which the program reaches a disk. */
const names = [
  ...['accessSync', 'closeSync', 'fchmodSync', 'fchownSync', 'fstatSync', 'fsyncSync', 'linkSync', 'lstatSync', 'openSync', 'readFileSync'],
  ...['readSync', 'readdirSync', 'readlinkSync', 'realpathSync', 'renameSync', 'statSync', 'unlinkSync', 'writeSync'],
] as const;

/** One call of a function of Node's file system, and what it would do. */
export interface FileCall {
  /** Counts from 1. */
  readonly number: number;
  readonly name: (typeof names)[number];
  readonly args: readonly unknown[];
  go(...args: readonly unknown[]): unknown;
}

/** Node's own functions, which nothing stands around. */
export const untouched: typeof fs = { ...fs };

/** Lets something stand around each call that reaches a disk; `around` decides what happens instead. */
export function aroundCalls<T>(around: (call: FileCall) => unknown, use: () => T): T {
  const table = fs as unknown as Record<string, Anything>;
  const before = names.map((name) => [name, table[name] as Anything] as const);
  let number = 0;
  for (const [name, original] of before) {
    const go = (...args: readonly unknown[]): unknown => Reflect.apply(original, fs, args);
    const replaced = (...args: readonly unknown[]): unknown =>
      around({ number: ++number, name, args, go: (...other) => go(...(other.length > 0 ? other : args)) });
    table[name] = Object.assign(replaced, original) as Anything;
  }
  syncBuiltinESMExports();
  try {
    return use();
  } finally {
    for (const [name, original] of before) table[name] = original;
    syncBuiltinESMExports();
  }
}

/** What the system throws. */
export function systemError(code: string, name: string): Error {
  return Object.assign(new Error(`${code}: planted`), { code, syscall: name.replace(/Sync$/, '') });
}
