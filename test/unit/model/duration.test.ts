import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDuration, parseDuration } from '../../../src/model/duration.ts';

const read: readonly (readonly [text: string, milliseconds: number])[] = [
  ['500ms', 500],
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1.5s', 1_500],
  ['1.50s', 1_500],
  ['0.001s', 1],
  ['1h1m1s1ms', 3_661_001],
  ['30s1m', 90_000],
  ['0.1s', 100],
  ['1.1m', 66_000],
  ['0.0001h', 360],
  ['0s', 0],
  ['007s', 7_000],
  ['5.0ms', 5],
  ['0.0010s', 1],
  ['1000000h', 3_600_000_000_000],
];

for (const [text, milliseconds] of read) {
  test(`${text} is ${milliseconds} ms`, () => assert.is(parseDuration(text), milliseconds));
}

const unread = ['', '5', '0', '1d', '-5s', '+5s', ' 5s', '5s ', '5 s', '5S', '1us', '1ns', '1.s', '.5s', '1e3s', 's', '1m30', '1:30'];
for (const text of [
  ...unread,
  '1.5ms',
  '0.0005s',
  '1000000h1ms',
  '1000001h',
  '0.5ms0.5ms',
  '1.00000s',
  '12345678901234ms',
  `${'1s'.repeat(17)}`,
]) {
  test(`"${text}" is no duration`, () => assert.is(parseDuration(text), undefined));
}

const written: readonly (readonly [milliseconds: number, text: string])[] = [
  [90_000, '90s'],
  [60_000, '1m'],
  [1_500, '1500ms'],
  [3_600_000, '1h'],
  [86_400_000, '24h'],
  [5_400_000, '90m'],
  [1_000, '1s'],
  [0, '0s'],
];
for (const [milliseconds, text] of written) {
  test(`${milliseconds} ms is written ${text}`, () => assert.is(formatDuration(milliseconds), text));
}

test.run();
