import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { replaceResults } from '../../../src/print/replace-results.ts';

const results = [{ message: 'RP3002: "a: b"', severity: 'error' }];
const block = 'results:\n- message: "RP3002: \\"a: b\\""\n  severity: error\n';
const head = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n';

test('results go to the end, whatever stood there before', () => {
  assert.is(replaceResults(head, results), head + block);
  assert.is(replaceResults(`${head}# end\n`, results), `${head}# end\n${block}`);
  assert.is(replaceResults(head + block, []), head);
  assert.is(replaceResults(`results: []\n${head}`, results), head + block);
});

test('results of any style are found, with the comments in them and nothing else', () => {
  for (const old of [
    'results:\n- message: x\n',
    'results:\n  - message: x\n\n  # why\n  - message: |\n      y\n',
    'results: [\n  {message: x}\n  ]\n',
  ]) {
    assert.is(replaceResults(`${old}${head}`, []), head, old);
    assert.is(replaceResults(`# first\n${head}${old}# last\n`, []), `# first\n${head}# last\n`, old);
  }
});

test('a text that needs a line break, or that is not block style in the first column, is not guessed at', () => {
  assert.is(replaceResults(head.trimEnd(), results), head + block);
  assert.is(replaceResults(`${head}functionConfig:\n  data: {a: |-\n`, results), undefined);
  assert.is(replaceResults('{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: []}\n', results), undefined);
  assert.is(replaceResults(head.replace(/^/gm, '  ').trimEnd(), results), undefined);
});

test.run();
