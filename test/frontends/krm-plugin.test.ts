import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { World } from '../../src/frontends/world.ts';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, withTree } from '../support/temp-tree.ts';

const place = 'resilience.auth-platform.github.com/v1/rendererconfig/RendererConfig';
const config = 'apiVersion: resilience.auth-platform.github.com/v1\nkind: RendererConfig\nmetadata:\n  name: renderer\n';
const local = cartPolicy.replace('  name: cart\n', '  name: cart\n  annotations:\n    config.kubernetes.io/local-config: "true"\n');

/** Calls the program as kustomize calls an exec plugin. */
function callPlugin(spec: string, stdin: string): CliResult {
  return withTree({ 'kust-plugin-config-1': config + spec }, (cwd) =>
    callCli([join(cwd, 'kust-plugin-config-1')], { cwd, stdin, world: { env: { KUSTOMIZE_PLUGIN_CONFIG_STRING: config } } }),
  );
}

test('a plugin reads and writes a stream in its order, with what steers it', () => {
  const { exit, stdout, stderr } = callPlugin('', `${local}---\n${cartService}`);
  assert.equal([exit, stderr], [0, '']);
  assert.ok(stdout.startsWith(`${local}---\napiVersion: v1\nkind: Service\n`));
  assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
  assert.not.match(callPlugin('spec:\n  policies: drop\n', `${local}---\n${cartService}`).stdout, 'ResiliencePolicy');
});

test('a plugin that fails prints nothing and says why', () => {
  const { exit, stdout, stderr } = callPlugin('', cartPolicy);
  assert.equal([exit, stdout], [1, '']);
  assert.match(stderr, /error RP3002/);
  const wrong = callPlugin('spec:\n  stirct: true\n', cartService);
  assert.equal([wrong.exit, wrong.stdout], [1, '']);
  assert.match(wrong.stderr, /^RendererConfig:6:3: error RP5007: .*did you mean "strict"/);
});

test('as a validator a plugin prints nothing, which is how kustomize knows that it changed nothing', () => {
  assert.equal(Object.values(callPlugin('spec:\n  mode: validate\n', `${cartPolicy}---\n${cartService}`)), [0, '', '']);
  assert.is(callPlugin('spec:\n  mode: validate\n', cartPolicy).exit, 1);
});

test('a file that is no call of kustomize is a word of a command line', () => {
  withTree({ render: config }, (cwd) => {
    const { exit } = callCli(['render', '--help'], { cwd, world: { env: { KUSTOMIZE_PLUGIN_CONFIG_STRING: config } } });
    assert.is(exit, 0);
    assert.is(callCli([join(cwd, 'render')], { cwd }).exit, 2);
  });
});

const call = (cwd: string, argv: readonly string[], env: World['env'] = {}): CliResult =>
  callCli(['plugin', ...argv], { cwd, world: { env, self: ['/usr/bin/node', "/opt/it's/renderer.cjs"] } });

test('install writes an executable script, twice the same, and says what is left to do', () => {
  withTree({}, (cwd) => {
    const { exit, stdout, stderr } = call(cwd, ['install', '--home', 'plugins']);
    assert.equal([exit, stderr], [0, '']);
    assert.match(stdout, new RegExp(`^wrote plugins/${place}\n`));
    assert.match(stdout, `KUSTOMIZE_PLUGIN_HOME='${join(cwd, 'plugins')}' kubectl kustomize --enable-alpha-plugins DIR`);
    const file = join(cwd, 'plugins', place);
    assert.is(statSync(file).mode & 0o777, 0o755);
    const text = readFileSync(file, 'utf8');
    assert.match(text, "exec '/usr/bin/node' '/opt/it'\\''s/renderer.cjs' \"$@\"");
    assert.match(call(cwd, ['install', '--home', 'plugins']).stdout, /^updated /);
    assert.is(readFileSync(file, 'utf8'), text);
    assert.match(call(cwd, ['uninstall', '--home', 'plugins']).stdout, /^removed /);
    assert.equal(readdirSync(join(cwd, 'plugins')), []);
    assert.match(call(cwd, ['uninstall', '--home', 'plugins']).stdout, /^there is no plugin in plugins\n/);
  });
});

test('the script runs the program of the PATH, else the one that wrote it', () => {
  withTree({ 'bin/resilience-renderer': '#!/bin/sh\necho "PATH $1"\n', 'self.cjs': 'console.log("self", process.argv[2])' }, (cwd) => {
    callCli(['plugin', 'install', '--home', 'plugins'], { cwd, world: { self: [process.execPath, join(cwd, 'self.cjs')] } });
    const run = (path: string): string => spawnSync(join(cwd, 'plugins', place), ['a b'], { env: { PATH: path }, encoding: 'utf8' }).stdout;
    assert.is(run('/usr/bin:/bin'), 'self a b\n');
    spawnSync('chmod', ['+x', join(cwd, 'bin/resilience-renderer')]);
    assert.is(run(`${join(cwd, 'bin')}:/usr/bin:/bin`), 'PATH a b\n');
  });
});

test('the home is found as kustomize finds it, and none is made that would hide another', () => {
  withTree({}, (cwd) => {
    const homes = { HOME: join(cwd, 'home'), XDG_CONFIG_HOME: join(cwd, 'xdg') };
    const written = (env: World['env']): string => {
      const { stdout } = call(cwd, ['install'], env);
      assert.not.match(stdout, 'KUSTOMIZE_PLUGIN_HOME=');
      return stdout.slice(`wrote ${cwd}/`.length, stdout.indexOf(`/${place}`));
    };
    assert.is(written({ HOME: homes.HOME }), 'home/.config/kustomize/plugin');
    call(cwd, ['uninstall'], homes);
    mkdirSync(join(cwd, 'home/kustomize/plugin'), { recursive: true });
    assert.is(written({ ...homes, KUSTOMIZE_PLUGIN_HOME: join(cwd, 'own') }), 'own');
    // The first that exists, although the variable names another that does not.
    assert.is(written(homes), 'home/.config/kustomize/plugin');
    assert.not.ok(existsSync(join(cwd, 'xdg')));
  });
});

test('without a home it has to be named (RP5025)', () => {
  withTree({}, (cwd) => {
    const { exit, stdout, stderr } = call(cwd, ['install']);
    assert.equal([exit, stdout], [2, '']);
    assert.match(stderr, /^error RP5025: /);
  });
});

test('a file of somebody else is neither overwritten nor removed (RP5026)', () => {
  const foreign = { [`plugins/${place}`]: '#!/bin/sh\necho mine\n' };
  withTree(foreign, (cwd) => {
    for (const action of ['install', 'uninstall']) {
      const { exit, stdout, stderr } = call(cwd, [action, '--home', 'plugins']);
      assert.equal([exit, stdout], [1, '']);
      assert.match(stderr, /error RP5026: [^\n]*\n {2}hint: .*--home DIR/);
    }
    assert.is(readFileSync(join(cwd, 'plugins', place), 'utf8'), foreign[`plugins/${place}`]);
  });
  withTree({ 'target.sh': '' }, (cwd) => {
    mkdirSync(dirname(join(cwd, 'plugins', place)), { recursive: true });
    symlinkSync(join(cwd, 'target.sh'), join(cwd, 'plugins', place));
    assert.is(call(cwd, ['install', '--home', 'plugins']).exit, 1);
    assert.is(readFileSync(join(cwd, 'target.sh'), 'utf8'), '');
  });
});

test('a home that cannot be written is told', () => {
  withTree({}, (cwd) => {
    writeFileSync(join(cwd, 'plugins'), 'a file');
    const { exit, stdout, stderr } = call(cwd, ['install', '--home', 'plugins']);
    assert.equal([exit, stdout], [3, '']);
    assert.match(stderr, /error RP5015: /);
  });
});

test('plugin without a word, or with a wrong one, is wrong usage', () => {
  for (const argv of [[], ['instal'], ['install', '--hom=x']]) {
    const { exit, stdout } = call('/', argv);
    assert.equal([exit, stdout], [2, ''], argv.join(' '));
  }
});

test.run();
