import { fromBytes, type Segment, type Slice } from '../model/source.ts';

/** Texts that were written, as bytes outside the heap: thousands of them wait there until everything is known to be fine. */
export interface TextStore {
  add(text: string): Slice;
  /** Pieces of input stay what they are. */
  addSegments(segments: readonly Segment[]): readonly Segment[];
}

const blockSize = 256 * 1024;

export function createTextStore(): TextStore {
  let block = Buffer.alloc(0);
  let file = fromBytes('', block);
  let used = 0;
  const add = (text: string): Slice => {
    const length = Buffer.byteLength(text);
    if (used + length > block.length) {
      block = Buffer.allocUnsafeSlow(Math.max(blockSize, length));
      file = fromBytes('', block);
      used = 0;
    }
    const from = used;
    used += block.write(text, from);
    return { file, from, to: used };
  };
  return { add, addSegments: (segments) => segments.map((segment) => (typeof segment === 'string' ? add(segment) : segment)) };
}
