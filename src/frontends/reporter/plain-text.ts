const longest = 512;

/** Names and messages of objects are anybody's text: without control characters, and cut (reporter facts §7.1). */
export function plainText(text: string, limit: number = longest): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = text.slice(0, limit * 2).replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
  return clean.length <= limit ? clean : `${clean.slice(0, limit - 1)}…`;
}
