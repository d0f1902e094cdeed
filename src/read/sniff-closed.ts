import {
  backslash,
  byteSet,
  closeBrace,
  closeBracket,
  colon,
  comma,
  doubleQuote,
  hash,
  openBrace,
  openBracket,
  singleQuote,
} from './ascii.ts';

/*
 * Is a quoted scalar or a flow collection still open at the end of a piece of block-style YAML? A line that looks like a key is one only
 * if nothing is. Every byte that may open one is tested on its own, since any of them may be text: a wrong suspicion can only make the
 * answer "perhaps open", never hide an opener. Block scalars need no care: their text may only add suspicion.
 */

const openerList = [doubleQuote, singleQuote, openBrace, openBracket] as const;
const openers = byteSet('"\'{[');
/** Before a token: white space, a flow indicator, `-`, or the `>` of a verbatim tag. */
const beforeToken = byteSet(' \t\r\n[{,:->');
/** First bytes of an anchor, an alias or a tag. */
const properties = byteSet('&*!');
const white = byteSet(' \t\r\n');
/** Text that opens more than it closes would take quadratic time; it is called open instead. */
const workPerByte = 32;

/** Below this length a loop over the bytes costs less than native searches (measured). */
const shortText = 160;

/** Nothing that opens in the range can still be open at its end. At its start a token may start. */
export function isClosed(bytes: Buffer, from: number, to: number): boolean {
  if (to - from > shortText) return isLongClosed(bytes.subarray(from, to));
  for (let at = from; at < to; at++) {
    if (openers[bytes[at] as number] === 1 && (at === from || mayOpen(bytes, from, at)) && closeOf(bytes, at, to) === -1) return false;
  }
  return true;
}

function isLongClosed(text: Buffer): boolean {
  let work = workPerByte * text.length;
  for (const opener of openerList) {
    for (let at = text.indexOf(opener); at !== -1; at = text.indexOf(opener, at + 1)) {
      if (at > 0 && !mayOpen(text, 0, at)) continue;
      const end = closeOf(text, at, text.length);
      work -= end - at;
      if (end === -1 || work < 0) return false;
    }
  }
  return true;
}

/** A token may start here; some parsers end an anchor or a tag at a flow indicator: `&anchor{`, `!tag[`. */
function mayOpen(bytes: Buffer, from: number, at: number): boolean {
  if (beforeToken[bytes[at - 1] as number] === 1) return true;
  const byte = bytes[at];
  if (byte !== openBrace && byte !== openBracket) return false;
  let start = at - 1;
  while (start > from && beforeToken[bytes[start - 1] as number] !== 1) start--;
  return properties[bytes[start] as number] === 1;
}

/** Offset of the byte that closes what opens at `at`; -1 if that is not before `to`, or not sure. */
function closeOf(bytes: Buffer, at: number, to: number): number {
  const byte = bytes[at];
  return byte === doubleQuote || byte === singleQuote ? closeOfQuoted(bytes, at, to) : closeOfFlow(bytes, at, to);
}

function closeOfQuoted(bytes: Buffer, at: number, to: number): number {
  const quote = bytes[at];
  for (let i = at + 1; i < to; i++) {
    const byte = bytes[i];
    if (byte === backslash && quote === doubleQuote) i++;
    else if (byte === quote) {
      if (quote === doubleQuote || bytes[i + 1] !== singleQuote) return i;
      i++;
    }
  }
  return -1;
}

/** Comments and quotes at an odd place make it unsure where a flow collection ends. */
function closeOfFlow(bytes: Buffer, at: number, to: number): number {
  let depth = 0;
  let previous = 0;
  for (let i = at; i < to; i++) {
    const byte = bytes[i] as number;
    if (white[byte] === 1) continue;
    if (byte === hash) return -1;
    const quoted = byte === doubleQuote || byte === singleQuote;
    if (quoted) {
      if (!startsToken(bytes, i, previous)) return -1;
      i = closeOfQuoted(bytes, i, to);
      if (i === -1) return -1;
    } else if (byte === openBrace || byte === openBracket) depth++;
    else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return i;
    // After a quoted key the colon needs no space to be an indicator; a comma stands for "a token starts next".
    previous = byte === colon && previous === doubleQuote ? comma : quoted ? doubleQuote : byte;
  }
  return -1;
}

/** In a flow collection a quote opens a scalar only where a token starts; elsewhere it is text, or unsure. */
function startsToken(bytes: Buffer, at: number, previous: number): boolean {
  if (previous === comma || previous === openBrace || previous === openBracket) return true;
  return previous === colon && white[bytes[at - 1] as number] === 1;
}
