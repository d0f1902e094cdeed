import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { callCli } from '../support/run-cli.ts';

test('a bug of ours is RP9001, exit 3, without output', () => {
  const planted = () => {
    throw new Error('planted');
  };
  const found = callCli(['render', '-'], { cwd: repository, world: { readStdin: planted } });
  assert.is(found.exit, 3);
  assert.is(found.stdout, '');
  assert.match(found.stderr, /^error RP9001: internal error: planted\n {2}hint: /);
  assert.not.match(found.stderr, /at .*\.ts/);
});

test.run();
