import { byteSet, carriageReturn, colon, dash, digits, letters, newline, space } from './ascii.ts';
import { isRestEmpty } from './sniff-scalar.ts';

const keyBytes = byteSet(`${letters}${digits}_./-`);
const firstBytes = byteSet(letters);

/**
 * Which of the wanted keys stand on which of the lines of a block mapping (an index into `lines`, -1 when absent). Undefined unless every
 * line is a plain key, or an item of a list below a key without a value (`rules:` of RBAC), and every wanted key stands there at most once.
 */
export function findEntries(bytes: Buffer, lines: readonly number[], wanted: readonly string[]): readonly number[] | undefined {
  const found = new Array<number>(wanted.length).fill(-1);
  let listMayFollow = false;
  for (let i = 0; i < lines.length; i++) {
    const at = lines[i] as number;
    if (bytes[at] === dash) {
      if (!isItem(bytes[at + 1])) return undefined;
      listMayFollow ||= i > 0 && isEmptyValue(bytes, lines[i - 1] as number);
      if (!listMayFollow) return undefined;
      continue;
    }
    listMayFollow = false;
    const end = keyEnd(bytes, at);
    if (end === -1) return undefined;
    for (let k = 0; k < wanted.length; k++) {
      const key = wanted[k] as string;
      if (key.length !== end - at || !isKey(bytes, at, key)) continue;
      if (found[k] !== -1) return undefined;
      found[k] = i;
    }
  }
  return found;
}

/** The offset of the colon that ends a plain key, -1 if the line does not start with one. */
export function keyEnd(bytes: Buffer, at: number): number {
  if (firstBytes[bytes[at] as number] !== 1) return -1;
  let end = at + 1;
  while (keyBytes[bytes[end] as number] === 1) end++;
  if (bytes[end] !== colon) return -1;
  const next = bytes[end + 1];
  return next === undefined || next === space || next === newline || next === carriageReturn ? end : -1;
}

/** One past the last byte of the line, without its line feed. A loop: for lines as short as here a native search costs more. */
export function lineEnd(bytes: Buffer, at: number, limit: number): number {
  let end = at;
  while (end < limit && bytes[end] !== newline) end++;
  return end;
}

function isEmptyValue(bytes: Buffer, at: number): boolean {
  const end = keyEnd(bytes, at);
  return end !== -1 && isRestEmpty(bytes, end + 1, lineEnd(bytes, end, bytes.length));
}

function isItem(next: number | undefined): boolean {
  return next === undefined || next === space || next === newline || next === carriageReturn;
}

/** The bytes from `at` on are the key; the caller has compared the length. */
function isKey(bytes: Buffer, at: number, key: string): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key.charCodeAt(i)) return false;
  return true;
}
