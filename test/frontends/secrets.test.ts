import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openSpool } from '../../src/frontends/files/spool-file.ts';
import { repository } from '../support/golden-cases.ts';
import { project } from '../support/project.ts';
import { callCli } from '../support/run-cli.ts';
import { withTree } from '../support/temp-tree.ts';

// What the law (test/laws/secrets.test.ts) cannot see from within the process: its profiles, its warnings, what other programs are given.

const bundle = join(repository, 'dist/resilience-renderer.cjs');
const secret = (value: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: cart\n  namespace: shop\nstringData:\n  key: ${value}\n`;
/** Good, and broken in ways that make a library speak. */
const values = ['hunter2', '*hunter2', '!hunter2 x', '!!hunter2 x', '"hunter2', '{{ "hunter2" }}', '{hunter2: 1, hunter2: 2}', '? hunter2'];

test('the built program says nothing of a Secret, nor does Node on its behalf', () => {
  for (const value of values) {
    withTree({ ...project, 'app/cart.yaml': `${project['app/cart.yaml']}---\n${secret(value)}` }, (cwd) => {
      for (const argv of [
        ['render', '--diff', '--diagnostics=json'],
        ['import', '.'],
      ]) {
        const env = { PATH: process.env['PATH'], NODE_OPTIONS: '--trace-warnings --trace-uncaught', RESILIENCE_RENDERER_DEBUG: '1' };
        const { stdout, stderr, status } = spawnSync(process.execPath, [bundle, ...argv], { cwd, env, encoding: 'utf8' });
        assert.ok(status !== null && status <= 1, stderr);
        assert.not.match(stdout + stderr, 'hunter2', `${argv.join(' ')}: ${value}`);
      }
    });
  }
});

test('a CPU profile, as `npm run bench -- --profile` writes it, holds names of functions and no data', () => {
  withTree(
    { ...project, 'app/secret.yaml': secret('hunter2'), 'app/broken.yaml': secret('*hunter2').replace('name: cart', 'name: other') },
    (cwd) => {
      const argv = ['--cpu-prof', '--cpu-prof-dir=profiles', '--cpu-prof-interval=100', bundle, 'render', 'app', 'policies'];
      const { stdout } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' });
      assert.match(stdout, 'key: hunter2', 'it was there to be found');
      const [name = ''] = readdirSync(join(cwd, 'profiles'));
      const profile = readFileSync(join(cwd, 'profiles', name), 'utf8');
      assert.match(profile, 'resilience-renderer.cjs');
      assert.not.match(profile, 'hunter2');
    },
  );
});

test('inline values of an Application are in no message, also when helm fails', () => {
  const chart = { 'Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 1.0.0\n', 'values.yaml': 'port: 80\n' };
  const env = { ARGOCD_APP_NAME: 'cart', ARGOCD_APP_NAMESPACE: 'shop', HOME: '/' };
  for (const failure of [undefined, 'missing', 'timeout', 'killed'] as const) {
    const list = [
      { name: 'values', string: 'password: hunter2\n' },
      { name: 'helm-parameters', map: { 'auth.password': 'hunter2' } },
    ];
    let given = '';
    const { exit, stdout, stderr } = withTree(chart, (cwd) =>
      callCli(['argocd', 'generate'], {
        cwd,
        world: {
          env: { ...env, ARGOCD_APP_PARAMETERS: JSON.stringify(list) },
          runProgram: (_, args) => {
            given = args.join(' ');
            return { code: 1, stdout: Buffer.from('hunter2'), stderr: '', ...(failure === undefined ? {} : { failure }) };
          },
        },
      }),
    );
    assert.match(given, 'hunter2', 'helm was told');
    assert.equal([exit === 0, stdout], [false, '']);
    assert.match(stderr, /error RP503[456]/);
    assert.not.match(stderr, 'hunter2');
  }
  for (const text of ['{"name": "values", "string": "hunter2"', '["hunter2"]', '{"hunter2": hunter2}']) {
    const { exit, stderr } = withTree(chart, (cwd) =>
      callCli(['argocd', 'generate'], { cwd, world: { env: { ...env, ARGOCD_APP_PARAMETERS: text } } }),
    );
    assert.is(exit, 2);
    assert.not.match(stderr, 'hunter2');
  }
});

test('a file outside the root is not even quoted from', () => {
  withTree({ 'app/app/cart.yaml': project['app/cart.yaml'] ?? '', 'outside/secret.yaml': secret('*hunter2') }, (cwd) => {
    mkdirSync(join(cwd, 'app/links'));
    symlinkSync('../../outside/secret.yaml', join(cwd, 'app/links/secret.yaml'));
    const { stdout, stderr } = callCli(['render', 'app'], { cwd });
    assert.match(stderr, 'the link leaves the directory that is rendered');
    assert.not.match(stdout + stderr, 'hunter2');
  });
});

test('a stream that is too large to be held lies in a file without a name, which its owner alone could open', () => {
  withTree({}, (cwd) => {
    const spool = openSpool(cwd);
    try {
      spool.write(Buffer.from(secret('hunter2')));
      assert.equal(readdirSync(cwd), []);
      const { mode, nlink, size } = fstatSync(spool.fd);
      assert.equal([mode & 0o777, nlink, size > 0], [0o600, 0, true]);
    } finally {
      closeSync(spool.fd);
    }
  });
});

test.run();
