import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readStream } from '../../../src/frontends/files/read-stream.ts';
import { openSpool } from '../../../src/frontends/files/spool-file.ts';
import { proveLaw } from '../../support/law.ts';

/** Gives the bytes in pieces, as a pipe does. */
function fillFrom(bytes: Buffer, piece: number): (target: Buffer) => number {
  let at = 0;
  return (target) => {
    const copied = bytes.copy(target, 0, at, Math.min(at + piece, bytes.length));
    at += copied;
    return copied;
  };
}

const pattern = Buffer.from(Array.from({ length: 251 }, (_, i) => i));
const bytesOf = (size: number): Buffer => Buffer.alloc(size, pattern);

for (const [name, most] of [
  ['in blocks', Number.POSITIVE_INFINITY],
  ['in a file', 100_000],
] as const)
  test(`a stream that is kept ${name} reads as it came, wherever its pieces end`, () => {
    proveLaw({
      number: `stream ${name}`,
      runs: 100,
      over: fc.record({
        size: fc.oneof(
          fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 65_536 + 2 ** 20, 65_537 + 2 ** 20),
          fc.integer({ min: 0, max: 3_000_000 }),
        ),
        piece: fc.constantFrom(4096, 65_536, 100_003),
        from: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.constantFrom(0, 1, 5000, 65_536, 2_000_000),
      }),
      check: ({ size, piece, from: share, length }) => {
        const bytes = bytesOf(size);
        const stream = readStream({ fill: fillFrom(bytes, piece), most, openSpool: () => openSpool(tmpdir()) });
        const from = Math.floor(share * size);
        const to = Math.min(size, from + length);
        assert.is(stream.size, size);
        assert.ok(stream.read(from, to).equals(bytes.subarray(from, to)));
        const target = Buffer.alloc(to - from);
        if (stream.readInto !== undefined) assert.is(stream.readInto(target, from), to - from);
        if (stream.readInto !== undefined) assert.ok(target.equals(bytes.subarray(from, to)));
        assert.ok(stream.read(0, size).equals(bytes));
        return true;
      },
    });
  });

test('a file for a stream has no name, so that it goes with the process', () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('resilience-renderer-'));
  const spool = openSpool(tmpdir());
  spool.write(Buffer.from('held'));
  assert.equal(
    readdirSync(tmpdir()).filter((name) => name.startsWith('resilience-renderer-')),
    before,
  );
});

test.run();
