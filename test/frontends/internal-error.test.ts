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

test('neither it nor its stack quotes the input', () => {
  const readStdin = () => JSON.parse('{"kind": "Secret", "data": {"key": hunter2}}') as never;
  for (const env of [{}, { RESILIENCE_RENDERER_DEBUG: '1' }]) {
    for (const argv of [['render', '-'], ['validate', '-', '--diagnostics=json'], ['verify', '-'], ['import', '-'], []]) {
      const { exit, stdout, stderr } = callCli(argv, { cwd: repository, world: { env, readStdin } });
      assert.equal([exit, stdout], [3, ''], stderr);
      assert.match(stderr, /RP9001: internal error: SyntaxError \(its message may quote the input\)/);
      assert.is(/^\s+at .*internal-error\.test/m.test(stderr), 'RESILIENCE_RENDERER_DEBUG' in env);
      assert.not.match(stderr, /hunter2|Secret/);
    }
  }
});

test.run();
