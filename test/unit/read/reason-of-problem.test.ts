import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDocument } from '../../../src/read/parse.ts';

const reasonFor = (text: string): string => {
  const parsed = parseDocument(text);
  return parsed.ok ? '' : parsed.problem.reason;
};

test('a value that YAML takes for an alias or a tag is told as such, without the value', () => {
  assert.match(reasonFor('password: *hunter2'), /^an alias \(\*…\) of an anchor .* put it in quotes$/);
  for (const value of ['!hunter2 x', '!!hunter2 x', '!<hunter2> x', '!!int hunter2'])
    assert.match(reasonFor(`a: ${value}`), /^a tag \(!…\)/);
  for (const value of ['!hunter2! x', '!hunter2!x y', '!<hun ter2> x']) assert.match(reasonFor(`a: ${value}`), /tag \(!…\)/);
  assert.match(reasonFor('%TAG !hunter2! a\n%TAG !hunter2! b\n---\na: 1'), /^a malformed tag/);
});

test('other reasons say what they always said', () => {
  assert.is(reasonFor('a: b: c'), 'bad indentation of a mapping entry');
  assert.is(reasonFor('a: [1'), 'unexpected end of the stream within a flow collection');
  assert.is(reasonFor('[,]'), "expected the node content, but found ','");
  assert.is(reasonFor('a: [1, 2'), 'unexpected end of the stream within a flow collection');
});

test('every message of js-yaml that is put together from parts has been looked at', () => {
  const library = createRequire(import.meta.url).resolve('js-yaml/package.json');
  const source = readFileSync(join(library, '../lib/loader.js'), 'utf8');
  const messages = [...source.matchAll(/throwError\(state, (.+)\)$/gm)].map(([, message = '']) => message);
  assert.ok(messages.length >= 50, String(messages.length));
  const composed = messages.filter((message) => !/^(?:'[^']*'|"[^"]*")$/.test(message)).map((message) => /^'[^']*'/.exec(message)?.[0]);
  assert.equal(composed.sort(), [
    "'cannot resolve a node with !<'",
    "'merge keys exceeded maxTotalMergeKeys ('",
    "'nesting exceeded maxDepth ('",
    "'tag name cannot contain such characters: '",
    "'tag name is malformed: '",
    "'tag prefix is malformed: '",
    "'there is a previously declared suffix for \"'",
    "'unacceptable node kind for !<'",
    '\'unacceptable node kind for !<?> tag; it should be "scalar", not "\'',
    "'undeclared tag handle \"'",
    "'unidentified alias \"'",
    "'unknown tag !<'",
  ]);
});

test.run();
