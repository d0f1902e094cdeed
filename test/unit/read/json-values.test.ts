import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { documentsOf, textsOf } from '../../support/documents.ts';

function isReemitted(text: string): boolean | undefined {
  const [only, ...more] = documentsOf(text);
  assert.equal([only?.json, more.length], [true, 0], text);
  return only?.reemit;
}

test('JSON values that follow each other are documents of their own', () => {
  assert.equal(textsOf('{"a": "}{\\""}{"b": 1}\n\n{\n "c": [{}]\n}\n'), ['{"a": "}{\\""}', '{"b": 1}\n', '{\n "c": [{}]\n}\n']);
  assert.ok(documentsOf('{"a": 1} {"b": 2}').every((document) => document.json && !document.reemit));
});

test('an array is one document', () => {
  assert.equal(
    documentsOf('[{"a": 1}, {"b": 2}]').map((document) => document.json),
    [true],
  );
});

test('comments above JSON stand before it', () => {
  assert.equal(
    documentsOf('# c\n\n{"a": 1}\n').map(({ from, before, json }) => ({ from, before, json })),
    [{ from: 5, before: [{ from: 0, to: 5 }], json: true }],
  );
});

test('what is not JSON stays in one piece', () => {
  for (const text of [
    '{a: b}',
    '{"a": 1},{"b": 2}',
    '{"a": 1} x',
    '{"a": 1} # c',
    '{{ .Values }}',
    '{"a": 01}',
    '{"a": "b}',
    '{"a": 1}\nb: 2\n',
    '{"a": 1}]',
    '[1',
    '{"a": 1}\n{b: 2}',
  ]) {
    assert.equal(
      documentsOf(text).map((document) => document.json),
      [false],
      text,
    );
    assert.equal(textsOf(text), [text]);
  }
});

test('JSON behind a separator on its line is JSON that cannot be copied', () => {
  assert.equal(
    documentsOf('--- {"a": 1}\n{"b": 2}').map(({ json, reemit }) => [json, reemit]),
    [
      [true, true],
      [true, false],
    ],
  );
});

test('escapes that the YAML reader of Go refuses', () => {
  for (const text of ['\\ud83d\\ude00', '\\uDC00', '\\/', '\\\\\\/']) assert.is(isReemitted(`{"a": "${text}"}`), true, text);
  for (const text of ['\\u00e9', '\\\\ud800', '\\\\/', '\\"/', '\\n\\t']) assert.is(isReemitted(`{"a": "${text}"}`), false, text);
});

test('characters that YAML refuses or folds', () => {
  for (const character of ['\u007f', '\u0085', '\u2028', '\ufeff', '\uffff']) assert.is(isReemitted(`{"a": "${character}"}`), true);
  for (const character of ['é', '\u{1f600}', '\u00a0']) assert.is(isReemitted(`{"a": "${character}"}`), false);
});

test('keys that are too long for YAML', () => {
  assert.is(isReemitted(`{"${'k'.repeat(1022)}": 1}`), false);
  assert.is(isReemitted(`{"${'é'.repeat(1022)}": 1}`), false);
  assert.is(isReemitted(`{"${'k'.repeat(1023)}": 1}`), true);
  assert.is(isReemitted('{"k"\n: 1}'), true);
  assert.is(isReemitted(`{"k": "${'v'.repeat(5000)}"}`), false);
});

test.run();
