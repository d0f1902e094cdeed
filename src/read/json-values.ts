import { backslash, byteSet, closeBrace, closeBracket, colon, doubleQuote, newline, openBrace, openBracket } from './ascii.ts';

/** One of the JSON values of a chunk; together they cover it from the first value on. */
export interface JsonValue {
  readonly from: number;
  readonly to: number;
  /** JSON that Go's YAML reader refuses or reads as something else (facts: krm-argocd §3). */
  readonly reemit: boolean;
}

const white = byteSet(' \t\r\n');
/** Longer keys are no simple keys for YAML 1.1 and 1.2; the count runs from the quote to the colon. */
const longestKey = 1024;
/** Refused in YAML (control characters, BOM), or a line break for Go's reader (NEL, LS, PS) and thus folded to a space. */
const notYaml = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/**
 * The JSON values that a range consists of, white space aside: one, or several written one after the other. Undefined if it is anything else.
 * No more than one beyond `most` are looked for.
 */
export function readJsonValues(
  bytes: Buffer,
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
): readonly JsonValue[] | undefined {
  const values: JsonValue[] = [];
  let at = skipWhite(bytes, from, to);
  while (at < to && values.length <= most) {
    if (!startsJson(bytes, at, to)) return undefined;
    const end = endOfValue(bytes, at, to);
    const text = end === -1 ? undefined : readJsonText(bytes, at, end);
    if (text === undefined) return undefined;
    const next = skipWhite(bytes, end, to);
    const line = bytes.indexOf(newline, end);
    const rest = next === to ? to : line !== -1 && line < next ? line + 1 : end;
    values.push({ from: at, to: rest, reemit: notYaml.test(text) || hasAwkwardKey(bytes, at, end) || hasAwkwardEscape(bytes, at, end) });
    at = next;
  }
  return values.length > 0 ? values : undefined;
}

function skipWhite(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && white[bytes[at] as number] === 1) at++;
  return at;
}

/** Cheap refusal of flow mappings and templates (`{{`), which are common. */
function startsJson(bytes: Buffer, at: number, to: number): boolean {
  if (bytes[at] === openBracket) return true;
  const next = bytes[skipWhite(bytes, at + 1, to)];
  return bytes[at] === openBrace && (next === doubleQuote || next === closeBrace);
}

/** One past the bracket that closes the value, -1 if none does. */
function endOfValue(bytes: Buffer, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === doubleQuote) {
      at = endOfString(bytes, at);
      if (at === -1) return -1;
    } else if (byte === openBrace || byte === openBracket) depth++;
    else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return at + 1;
  }
  return -1;
}

/** Offset of the quote that closes the string which opens at `at`, -1 if none does. */
function endOfString(bytes: Buffer, at: number): number {
  for (let end = bytes.indexOf(doubleQuote, at + 1); end !== -1; end = bytes.indexOf(doubleQuote, end + 1)) {
    let slashes = 0;
    while (bytes[end - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

function readJsonText(bytes: Buffer, from: number, to: number): string | undefined {
  try {
    const text = bytes.toString('utf8', from, to);
    JSON.parse(text);
    return text;
  } catch {
    // Not JSON, or too long for a string.
    return undefined;
  }
}

/** `\/` and surrogates, which JSON writes in pairs of escapes. Within JSON every backslash stands in a string. */
function hasAwkwardEscape(bytes: Buffer, from: number, to: number): boolean {
  for (let at = bytes.indexOf(backslash, from); at !== -1 && at < to; at = bytes.indexOf(backslash, at + 2)) {
    const code = bytes.toString('latin1', at + 1, at + 4);
    if (code.startsWith('/') || /^u[dD][89a-fA-F]/.test(code)) return true;
  }
  return false;
}

/** A key that is longer than a simple key may be, or apart from its colon by a line break. */
function hasAwkwardKey(bytes: Buffer, from: number, to: number): boolean {
  for (let at = bytes.indexOf(doubleQuote, from); at !== -1 && at < to; at = bytes.indexOf(doubleQuote, at + 1)) {
    const start = at;
    at = endOfString(bytes, start);
    const next = skipWhite(bytes, at + 1, to);
    if (bytes[next] !== colon) continue;
    if (next > at + 1 && bytes.subarray(at, next).includes(newline)) return true;
    if (next - start > longestKey && [...bytes.toString('utf8', start, next)].length > longestKey) return true;
  }
  return false;
}
