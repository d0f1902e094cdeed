/** A character beyond U+D7FF: only with one of these do UTF-16 units and code points sort differently. */
const beyond = /[\ud800-\uffff]/;

/**
 * Order by code point, the same on every machine and locale (never localeCompare). JavaScript's `<` compares UTF-16
 * units, which puts astral characters before U+E000..U+FFFF; names that Kubernetes accepts are ASCII, where both agree.
 */
export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  return beyond.test(a) && beyond.test(b) ? compareSlowly(a, b) : a < b ? -1 : 1;
}

function compareSlowly(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xSurrogate = x >= 0xd800 && x <= 0xdfff;
    const ySurrogate = y >= 0xd800 && y <= 0xdfff;
    return xSurrogate === ySurrogate ? x - y : xSurrogate ? 1 : -1;
  }
  return a.length - b.length;
}
