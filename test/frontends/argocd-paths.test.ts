import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, configText, shop, withTree } from '../support/temp-tree.ts';
import { testWith } from '../support/test-with.ts';

const bashTest = testWith('bash');

interface Checkout {
  readonly repository: string;
  readonly app: string;
  call(verb: 'generate' | 'parameters', parameters?: readonly object[]): CliResult & { readonly programs: readonly string[] };
}

/** A repository with an application at apps/cart, and beside it another checkout, which is somebody else's. */
function withCheckout(files: Readonly<Record<string, string>>, use: (checkout: Checkout) => void): void {
  const inside = Object.entries(files).map(([path, text]) => [`checkout/apps/cart/${path}`, text]);
  withTree({ ...Object.fromEntries(inside), 'other/values.yaml': 'password: rosebud\n' }, (top) => {
    const repository = join(top, 'checkout');
    const app = join(repository, 'apps/cart');
    const call: Checkout['call'] = (verb, parameters = []) => {
      const programs: string[] = [];
      const env = { HOME: '/', ARGOCD_APP_SOURCE_PATH: 'apps/cart', ARGOCD_APP_PARAMETERS: JSON.stringify(parameters) };
      const runProgram = (command: string): { readonly code: number; readonly stdout: Buffer; readonly stderr: string } => {
        programs.push(command);
        return { code: 0, stdout: Buffer.from(`${cartService}---\n${cartPolicy}`), stderr: '' };
      };
      return { ...callCli(['argocd', verb], { cwd: app, world: { env, runProgram } }), programs };
    };
    use({ repository, app, call });
  });
}

const chart = { 'Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 1.0.0\n', 'values.yaml': 'port: 80\n' };

test('the values of another checkout are announced to nobody', () => {
  withCheckout(chart, ({ app, call }) => {
    assert.match(call('parameters').stdout, '"port": "80"');
    rmSync(join(app, 'values.yaml'));
    symlinkSync('../../../other/values.yaml', join(app, 'values.yaml'));
    const { exit, stdout } = call('parameters');
    assert.is(exit, 0);
    assert.not.match(stdout, 'rosebud');
  });
});

test('RP5058: a configuration may be a link inside the repository, and not out of it', () => {
  withCheckout(shop, ({ repository, app, call }) => {
    writeFileSync(join(repository, 'shared.yaml'), configText('policies: drop'));
    symlinkSync('../../shared.yaml', join(app, 'resilience-renderer.yaml'));
    const followed = call('generate');
    assert.is(followed.exit, 0, followed.stderr);
    assert.not.match(followed.stdout, 'ResiliencePolicy');
    rmSync(join(app, 'resilience-renderer.yaml'));
    symlinkSync('../../../other/values.yaml', join(app, 'resilience-renderer.yaml'));
    const { exit, stdout, stderr } = call('generate');
    assert.equal([exit, stdout], [3, '']);
    assert.match(
      stderr,
      /^resilience-renderer\.yaml: error RP5058: resilience-renderer\.yaml is not read: it is a link out of the directory/,
    );
    assert.not.match(stderr + call('parameters').stdout, 'rosebud');
  });
});

test('RP5058: helm is not called for a chart with a link out of the repository, at whatever depth and behind whatever link', () => {
  for (const [path, target] of [
    ['files/password.txt', '../../../../other/values.yaml'],
    ['.hidden', '/etc'],
    ['templates/shared', '../../../shared'],
  ] as const) {
    withCheckout(chart, ({ repository, app, call }) => {
      mkdirSync(join(repository, 'shared'));
      assert.is(call('generate').exit, 0, 'a chart without links is fine');
      symlinkSync('.', join(repository, 'shared/round'));
      symlinkSync('../../other', join(repository, 'shared/other'));
      mkdirSync(dirname(join(app, path)), { recursive: true });
      symlinkSync(target, join(app, path));
      const { exit, stdout, stderr, programs } = call('generate');
      assert.equal([exit, stdout, programs], [3, '', []], stderr);
      const shown = path === 'templates/shared' ? 'templates/shared/other' : path;
      assert.match(stderr, `${shown}: error RP5058: ${shown} is not read: it is a link out of the repository\n`);
    });
  }
});

bashTest('a pipe is waited for neither as a values file nor as a manifest', () => {
  withCheckout(chart, ({ app, call }) => {
    assert.is(spawnSync('bash', ['-c', 'mkfifo pipe.yaml'], { cwd: app }).status, 0);
    const { exit, stderr, programs } = call('generate', [{ name: 'values-files', array: ['pipe.yaml'] }]);
    assert.equal([exit, programs], [2, []]);
    assert.match(stderr, /^error RP5033: values file pipe\.yaml is not a regular file\n/);
  });
  withCheckout(shop, ({ app, call }) => {
    assert.is(spawnSync('bash', ['-c', 'mkfifo pipe.yaml'], { cwd: app }).status, 0);
    const { exit, stderr } = call('generate', [{ name: 'recurse', string: 'false' }]);
    assert.is(exit, 0);
    assert.is(stderr, 'pipe.yaml: warning RP5008: pipe.yaml is skipped: it is not a regular file\n');
  });
});

test.run();
