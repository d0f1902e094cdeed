export type ForeignEncoding = 'UTF-16' | 'UTF-32';

/** The encoding of a file that is not UTF-8, from its first four bytes: by a BOM, or by the zero bytes that ASCII has in these encodings (YAML 1.2 §5.2). */
export function foreignEncoding(start: Buffer): ForeignEncoding | undefined {
  const [a, b, c, d] = start;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) return 'UTF-32';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  if ((a === 0 && b === 0 && c === 0 && d !== 0) || (a !== 0 && b === 0 && c === 0 && d === 0)) return 'UTF-32';
  return b !== undefined && (a === 0) !== (b === 0) ? 'UTF-16' : undefined;
}
