import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDuration, parseDuration } from '../../src/model/duration.ts';

const runs = { numRuns: 500 };
const milliseconds = fc.oneof(
  fc.integer({ min: 0, max: 3_600_000_000_000 }),
  fc.integer({ min: 0, max: 1_000_000 }).map((hours) => hours * 3_600_000),
  fc.integer({ min: 0, max: 100_000 }),
);

test('what is written reads back as the same time', () => {
  fc.assert(
    fc.property(milliseconds, (ms) => assert.is(parseDuration(formatDuration(ms)), ms)),
    runs,
  );
});

test('what is written is one integer and one unit, as Linkerd reads it', () => {
  fc.assert(
    fc.property(milliseconds, (ms) => assert.match(formatDuration(ms), /^(0|[1-9][0-9]*)(ms|s|m|h)$/)),
    runs,
  );
});

test('groups add up exactly, in any order', () => {
  const group = fc.record({ count: fc.integer({ min: 0, max: 9_999 }), unit: fc.constantFrom('h', 'm', 's', 'ms') });
  const size = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 5 }), (groups) => {
      const text = groups.map(({ count, unit }) => `${count}${unit}`).join('');
      assert.is(
        parseDuration(text),
        groups.reduce((sum, { count, unit }) => sum + count * size[unit as keyof typeof size], 0),
      );
    }),
    runs,
  );
});

test('decimals of a second are exact to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), (ms) => assert.is(parseDuration(`${(ms / 1_000).toFixed(3)}s`), ms)),
    runs,
  );
});

test('no text makes it throw', () => {
  const nasty = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.hms]{0,40}$/));
  fc.assert(
    fc.property(nasty, (text) => {
      const found = parseDuration(text);
      assert.ok(found === undefined || Number.isSafeInteger(found));
    }),
    runs,
  );
});

test.run();
