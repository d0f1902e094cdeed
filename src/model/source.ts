/**
 * One input file (or stdin) as the core sees it: bytes that can be read again at any time, so that nothing has to
 * sit in memory twice (docs/decisions/0002). `read` returns the bytes in `[from, to)`; it never copies when the file is held in memory.
 */
export interface SourceFile {
  /** As the user wrote it, relative where possible; `-` is stdin. Only diagnostics show it; output never does. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  read(from: number, to: number): Buffer;
  /**
   * Fills a buffer with the bytes from an offset on and returns how many there were. Only a file has it that is not held in memory: whoever
   * reads much of it then needs one buffer, not a new one each time.
   */
  readInto?(target: Buffer, from: number): number;
  /** Output of another program: objects say in comments or annotations which file they come from. */
  readonly piped?: true;
}

/** Bytes `[from, to)` of a file. */
export interface Slice {
  readonly file: SourceFile;
  readonly from: number;
  readonly to: number;
}

/** A piece of output: bytes of an input, or text that was written. */
export type Segment = Slice | string;

/** The pieces as one. */
export function bytesOfSegments(segments: Iterable<Segment>): Buffer {
  return Buffer.concat(
    Array.from(segments, (segment) => (typeof segment === 'string' ? Buffer.from(segment) : segment.file.read(segment.from, segment.to))),
  );
}

/** What the pieces say together. */
export function textOfSegments(segments: Iterable<Segment>): string {
  return bytesOfSegments(segments).toString('utf8');
}

export function fromBytes(path: string, bytes: Buffer): SourceFile {
  return { path, size: bytes.length, read: (from, to) => bytes.subarray(from, to) };
}

export function fromText(path: string, text: string): SourceFile {
  return fromBytes(path, Buffer.from(text));
}
