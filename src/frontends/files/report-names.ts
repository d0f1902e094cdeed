import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';

/**
 * Names are bytes. Node turns what is no UTF-8 into U+FFFD, and the file of that name does not exist; a name may also hold a real U+FFFD.
 * Reports RP5056 with the bytes as `\xE9`, and returns true, where a name of the directory was changed to this one.
 */
export function reportForeignName(path: string, report: Report): boolean {
  const bytes = readdirSync(dirname(path), { encoding: 'buffer' }).filter((name) => name.toString('utf8') === basename(path));
  const foreign = bytes.filter((name) => !Buffer.from(basename(path)).equals(name));
  for (const name of foreign) report('RP5056', { kind: 'file', path }, { path, name: spellOut(name) });
  return foreign.length > 0;
}

function spellOut(name: Buffer): string {
  const isAscii = (byte: number): boolean => byte >= 0x20 && byte < 0x7f && byte !== 0x5c;
  return [...name].map((byte) => (isAscii(byte) ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase()}`)).join('');
}

/** Reports RP5057 for names of one directory that differ in case alone: many disks keep but one of such files. */
export function reportCaseTwins(directory: string, names: readonly string[], report: Report): void {
  // Where all are in lower case, as nearly everywhere, none can.
  if (names.every((name) => name === name.toLowerCase())) return;
  const known = new Map<string, string>();
  for (const name of names) {
    const folded = name.toLowerCase();
    const twin = known.get(folded);
    if (twin === undefined) known.set(folded, name);
    else report('RP5057', { kind: 'file', path: join(directory, name) }, { path: join(directory, name), twin: join(directory, twin) });
  }
}
