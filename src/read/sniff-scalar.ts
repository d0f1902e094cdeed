import { byteSet, carriageReturn, colon, digits, doubleQuote, hash, letters, singleQuote, space } from './ascii.ts';

const safeBytes = byteSet(`${letters}${digits}-._:/`);
/** What some YAML dialect reads as a boolean or null; compared in lower case. */
const reserved = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

/**
 * The string that a mapping value on one line surely is, from the bytes between its colon and the end of the line: a plain or simply quoted
 * word that every YAML dialect reads as this string, and at most a comment behind it. Undefined when in doubt.
 */
export function readWord(bytes: Buffer, from: number, to: number): string | undefined {
  let at = skipSpaces(bytes, from, to);
  const quote = bytes[at];
  const quoted = quote === doubleQuote || quote === singleQuote;
  if (quoted) at++;
  const start = at;
  while (at < to && safeBytes[bytes[at] as number] === 1) at++;
  if (at === start || (quoted && (at === to || bytes[at] !== quote))) return undefined;
  const word = internWord(bytes, start, at);
  if (!quoted && !isPlainString(word)) return undefined;
  return isRestEmpty(bytes, quoted ? at + 1 : at, to) ? word : undefined;
}

/** Nothing but spaces, a comment after a space, and a carriage return. */
export function isRestEmpty(bytes: Buffer, from: number, to: number): boolean {
  const at = skipSpaces(bytes, from, to);
  return at === to || bytes[at] === carriageReturn || (bytes[at] === hash && at > from);
}

function skipSpaces(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === space) at++;
  return at;
}

/** Letters first: only reserved words are not strings. Digits first: a letter that no number, date or time of any dialect holds proves a string. */
function isPlainString(word: string): boolean {
  if (word.charCodeAt(word.length - 1) === colon) return false;
  const first = word.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return /[g-npqrsu-wy]/i.test(word);
  if (first < 0x41) return false;
  return word.length > 5 || !reserved.has(word.toLowerCase());
}

/** Kinds, versions and namespaces repeat: most words are read without making a string. A cache, it never changes what is read. */
const seen: string[] = new Array<string>(512).fill('');

function internWord(bytes: Buffer, from: number, to: number): string {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (hash * 31 + (bytes[at] as number)) | 0;
  const slot = hash & (seen.length - 1);
  const known = seen[slot] as string;
  let same = known.length === to - from;
  for (let i = 0; same && i < known.length; i++) same = known.charCodeAt(i) === bytes[from + i];
  if (same) return known;
  const word = bytes.toString('latin1', from, to);
  seen[slot] = word;
  return word;
}
