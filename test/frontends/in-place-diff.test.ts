import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { project, readTree, type Tree } from '../support/project.ts';
import { callCli } from '../support/run-cli.ts';
import { cartService, withTree } from '../support/temp-tree.ts';
import { testWith } from '../support/test-with.ts';

const gitTest = testWith('git');

/** Git as nobody has configured it. */
function git(cwd: string, args: readonly string[], input = ''): string {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: cwd };
  const done = spawnSync('git', args, { cwd, input, env, encoding: 'utf8' });
  assert.is(done.status, 0, `git ${args.join(' ')}: ${done.error ?? done.stderr}\n${input}`);
  return done.stdout;
}

/** Applies with real Git what --diff shows for a path; --check has to be content, and the tree the one that --write makes. */
function applyDifference(files: Tree, path = '.', prepare: (cwd: string) => void = () => undefined): string {
  return withTree(files, (cwd) => {
    prepare(cwd);
    const { stdout, stderr } = callCli(['render', '--diff', path], { cwd });
    assert.is.not(stdout, '', stderr);
    git(cwd, ['init', '--quiet']);
    git(cwd, ['apply', '-'], stdout);
    const applied = readTree(cwd);
    assert.is(callCli(['render', '--check', path], { cwd }).exit, 0);
    const written = withTree(files, (other) => {
      prepare(other);
      assert.is(callCli(['render', '--write', path], { cwd: other }).exit, 0);
      return readTree(other);
    });
    assert.equal(applied, written);
    return stdout;
  });
}

gitTest('Git applies the difference', () => {
  applyDifference(project);
});

gitTest('the difference is the one that Git itself would show', () => {
  withTree(project, (cwd) => {
    const { stdout } = callCli(['render', '--diff'], { cwd });
    git(cwd, ['init', '--quiet']);
    git(cwd, ['add', '--all']);
    callCli(['render', '--write'], { cwd });
    git(cwd, ['add', '--intent-to-add', '--all']);
    const plain = (text: string): string => text.replace(/^index .*\n/gm, '').replace(/^(@@ .* @@).*$/gm, '$1');
    assert.is(plain(stdout), plain(git(cwd, ['diff', '--no-ext-diff'])));
  });
});

gitTest('files without a final line break, with CRLF, or with letters of any script', () => {
  applyDifference({ ...project, 'app/cart.yaml': cartService.trimEnd() });
  applyDifference({ ...project, 'app/cart.yaml': cartService.replaceAll('\n', '\r\n') });
  applyDifference({ ...project, 'app/cart.yaml': `${cartService}  # über, 日本\n` });
});

gitTest('names with spaces, quotes and letters of any script', () => {
  const service = project['app/cart.yaml'] ?? '';
  const policy = project['policies/cart.yaml'] ?? '';
  for (const name of ['my app/the cart.yaml', 'a "b"/c\\d.yaml', 'über/日本.yaml', 'tab\there/line\nbreak.yaml', 'rtl\u202e/a.yaml']) {
    const shown = applyDifference({ [name]: service, 'policy.yaml': policy });
    assert.not.match(shown, /[\t\u202e]here|\u202e/);
  }
});

gitTest('files that go', () => {
  const written = withTree(project, (cwd) => {
    callCli(['render', '--write'], { cwd });
    return readTree(cwd);
  });
  const { 'policies/cart.yaml': _, ...rest } = written;
  assert.match(applyDifference(rest), 'deleted file mode 100644\n--- a/app/resilience.generated.yaml\n+++ /dev/null\n@@ -1,');
});

gitTest('paths are relative to the working directory', () => {
  const nested = Object.fromEntries(Object.entries(project).map(([path, text]) => [`shop/${path}`, text]));
  for (const path of ['shop', './shop/', 'shop/app/..']) assert.match(applyDifference(nested, path), '--- a/shop/app/cart.yaml\n');
});

test('paths are relative to PATH where that is absolute or leads up', () => {
  withTree(project, (cwd) => {
    mkdirSync(join(cwd, 'elsewhere'));
    for (const [path, from] of [
      [cwd, '/'],
      ['..', join(cwd, 'elsewhere')],
    ] as const) {
      assert.match(callCli(['render', '--diff', path], { cwd: from }).stdout, '--- a/app/cart.yaml\n+++ b/app/cart.yaml\n');
    }
  });
});

gitTest('the file behind a link changes, with its mode', () => {
  const shown = applyDifference({ 'policy.yaml': project['policies/cart.yaml'] ?? '' }, '.', (cwd) => {
    mkdirSync(join(cwd, '.parts'));
    writeFileSync(join(cwd, '.parts/cart.yaml'), cartService);
    chmodSync(join(cwd, '.parts/cart.yaml'), 0o755);
    symlinkSync('.parts/cart.yaml', join(cwd, 'cart.yaml'));
  });
  assert.match(shown, '--- a/.parts/cart.yaml\n');
});

test.run();
