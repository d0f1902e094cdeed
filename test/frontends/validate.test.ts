import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, configText, shop, switches, withTree } from '../support/temp-tree.ts';

function call(files: Readonly<Record<string, string>>, argv: readonly string[], where: { readonly stdin?: string } = {}): CliResult {
  return withTree(files, (cwd) => callCli(argv, { cwd, ...where }));
}

const warned = { ...shop, 'nameless.yaml': 'apiVersion: v1\nmetadata:\n  name: kindless\n' };
const repeated = { ...shop, 'again.yaml': cartService };

test('validate prints no manifests and says what it looked at', () => {
  assert.equal(call(shop, ['validate']), { exit: 0, stdout: '', stderr: '1 policy in 2 files: fine\n' });
  assert.is(call({ 'a.yaml': switches('a') }, ['validate', 'a.yaml']).stderr, '0 policies in 1 file: fine\n');
  assert.match(call(warned, ['validate']).stderr, /RP1012.*\n.*\n1 policy in 3 files: 1 warning\n$/);
});

test('validate finds what render finds, with the same exit code', () => {
  const runs = [
    [shop, []],
    [shop, ['.']],
    [repeated, []],
    [warned, ['--strict']],
    [{}, []],
    [{}, ['--allow-empty']],
    [shop, ['--mesh=linkered']],
    [shop, ['missing']],
    [{ ...shop, 'resilience-renderer.yaml': configText('mesh: 1') }, []],
    [{ ...shop, 'resilience-renderer.yaml': configText('mesh: linkerd') }, []],
  ] as const;
  for (const [files, argv] of runs) {
    const found = call(files, ['validate', ...argv, '--diagnostics=json']);
    const rendered = call(files, ['render', ...argv, '--diagnostics=json']);
    assert.equal([found.exit, found.stdout, found.stderr], [rendered.exit, '', rendered.stderr], argv.join(' '));
  }
});

test('validate reads standard input', () => {
  assert.is(
    call({ 'policy.yaml': cartPolicy }, ['validate', '-', 'policy.yaml'], { stdin: cartService }).stderr,
    '1 policy in 2 files: fine\n',
  );
});

test('--quiet says nothing when all is well', () => {
  assert.equal(call(shop, ['validate', '-q']), { exit: 0, stdout: '', stderr: '' });
});

test('validate takes no flags that shape a stream or write files', () => {
  for (const flag of ['--output=json', '--order=input', '--policies=drop', '--write', '--check']) {
    const { exit, stderr } = call(shop, ['validate', flag]);
    assert.is(exit, 2);
    assert.match(stderr, 'unknown option');
  }
});

test.run();
