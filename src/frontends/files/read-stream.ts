import { fromBytes, type SourceFile } from '../../model/source.ts';
import { type Spool, spoolFile } from './spool-file.ts';

/** Where a stream comes from, and what may be held of it. */
export interface Stream {
  /** Fills a buffer as far as bytes are there; 0 at the end. */
  readonly fill: (buffer: Buffer) => number;
  /** Bytes that are held in memory; a longer stream goes to a file that nobody else sees. */
  readonly most: number;
  readonly openSpool: () => Spool;
}

type Content = Pick<SourceFile, 'size' | 'read' | 'readInto'>;

const firstBlock = 65_536;
const blockSize = 1024 * 1024;

/** A stream to its end. It is kept in blocks, which are never joined: that would take twice its size. */
export function readStream({ fill, most, openSpool }: Stream): Content {
  const blocks: Buffer[] = [];
  let spool: Spool | undefined;
  let held = 0;
  for (let block = Buffer.allocUnsafeSlow(firstBlock); ; block = spool === undefined ? Buffer.allocUnsafeSlow(blockSize) : block) {
    const used = fillBlock(block, fill);
    if (spool !== undefined) spool.write(block.subarray(0, used));
    else blocks.push(block.subarray(0, used));
    held += used;
    if (used < block.length) break;
    if (spool === undefined && held > most) {
      spool = openSpool();
      for (const full of blocks.splice(0)) spool.write(full);
    }
  }
  return spool === undefined ? fromBlocks(blocks, held) : spoolFile(spool, held);
}

/** How much of the block is filled; less than all of it at the end of the stream. */
function fillBlock(block: Buffer, fill: Stream['fill']): number {
  let used = 0;
  while (used < block.length) {
    const read = fill(block.subarray(used));
    if (read === 0) break;
    used += read;
  }
  return used;
}

/** The first block is smaller: most streams are. */
function fromBlocks(blocks: readonly Buffer[], size: number): Content {
  const [only, ...others] = blocks;
  if (only === undefined || others.length === 0) return fromBytes('', only ?? Buffer.alloc(0));
  const blockAt = (offset: number): number => (offset < firstBlock ? 0 : 1 + Math.floor((offset - firstBlock) / blockSize));
  const startOf = (block: number): number => (block === 0 ? 0 : firstBlock + (block - 1) * blockSize);
  const part = (block: number, from: number, to: number): Buffer =>
    (blocks[block] as Buffer).subarray(Math.max(0, from - startOf(block)), to - startOf(block));
  const parts = (from: number, to: number): readonly Buffer[] => {
    const first = blockAt(from);
    return Array.from({ length: blockAt(Math.max(from, to - 1)) - first + 1 }, (_, i) => part(first + i, from, to));
  };
  return {
    size,
    read: (from, to) =>
      from >= to ? Buffer.alloc(0) : blockAt(from) === blockAt(to - 1) ? part(blockAt(from), from, to) : Buffer.concat(parts(from, to)),
    readInto: (target, from) => {
      let filled = 0;
      for (const each of parts(from, Math.min(size, from + target.length))) filled += each.copy(target, filled);
      return filled;
    },
  };
}
