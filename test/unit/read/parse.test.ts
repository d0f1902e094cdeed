import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDocument } from '../../../src/read/parse.ts';

test('dashes without a space behind them are part of the first word, as kubectl has it', () => {
  assert.equal(parseDocument('---kind: Service\n'), { ok: true, value: { '---kind': 'Service' } });
  assert.equal(parseDocument('# a comment\n\n---kind: Service\n'), { ok: true, value: { '---kind': 'Service' } });
  assert.equal(parseDocument('--- # a comment\nkind: Service\n'), { ok: true, value: { kind: 'Service' } });
});

test('a problem behind such dashes has its place in the text as it is', () => {
  const parsed = parseDocument('---kind: Service\nkind: [\n');
  assert.is(parsed.ok, false);
  if (!parsed.ok) assert.is(parsed.problem.index, '---kind: Service\nkind: [\n'.length);
});

test.run();
