import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatGatewayDuration, longestGatewayDuration } from '../../../src/mesh/shared/gateway-duration.ts';
import { parseDuration } from '../../../src/model/duration.ts';

const grammar = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;

test('one unit where five digits are enough, else several', () => {
  const rows: readonly (readonly [number, string])[] = [
    [1, '1ms'],
    [1_500, '1500ms'],
    [90_000, '90s'],
    [99_999, '99999ms'],
    [100_001, '1m40s1ms'],
    [123_457, '2m3s457ms'],
    [3_600_000, '1h'],
    [99_999 * 60_000, '99999m'],
    [100_001 * 60_000, '1666h41m'],
    [100_000 * 3_600_000, '99999h'],
  ];
  for (const [milliseconds, text] of rows) assert.is(formatGatewayDuration(milliseconds), text);
});

test('law: what is written is within the grammar, and reads back the same up to the longest', () => {
  const span = fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 1_000_000 * 3_600_000 }));
  fc.assert(
    fc.property(span, (milliseconds) => {
      const text = formatGatewayDuration(milliseconds);
      assert.match(text, grammar);
      assert.is(parseDuration(text), Math.min(milliseconds, longestGatewayDuration));
    }),
    { numRuns: 500 },
  );
});

test.run();
