import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatJson } from '../../../src/print/format-json.ts';

test('integers beyond 2^53 keep all their digits', () => {
  assert.is(
    formatJson({ a: [12345678901234567890n, -9007199254740993n], b: 1 }),
    '{\n  "a": [\n    12345678901234567890,\n    -9007199254740993\n  ],\n  "b": 1\n}\n',
  );
});

test('no string or key is taken for such an integer', () => {
  const strings = ['\u00005', '\u0000-5', '\u0000\u00005', '"\u00005', '\u00005"', '5'];
  for (const text of strings) {
    for (const value of [{ a: text }, { [text]: 'a' }, { a: text, b: [text, text] }]) {
      assert.equal(JSON.parse(formatJson(value)), value);
      const withBig = { ...value, big: 12345678901234567890n };
      assert.equal(JSON.parse(formatJson(withBig)), { ...value, big: Number(withBig.big) });
    }
  }
});

test.run();
