/** The first 8 hexadecimal digits of the SHA-256 of a text, as `printf %s TEXT | sha256sum | cut -c1-8` prints them. */
export function shortHash(text: string): string {
  // Loaded at first use: node:crypto costs more at start than most runs need (only names beyond a limit are hashed).
  // biome-ignore lint/style/noRestrictedGlobals: no import loads a builtin module lazily and synchronously
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** A text that fits `limit`, cut and told apart by its hash where it is longer. */
export function cutWithHash(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 9)}-${shortHash(text)}`;
}
