import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedPath, project } from '../support/project.ts';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { withTree } from '../support/temp-tree.ts';
import { testWith } from '../support/test-with.ts';

const gitTest = testWith('git');

const env = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent', GIT_CEILING_DIRECTORIES: '/tmp' };

function git(cwd: string, ...args: readonly string[]): void {
  const done = spawnSync('git', args, { cwd, env, encoding: 'utf8' });
  assert.is(done.status, 0, done.stderr);
}

function render(cwd: string, ...flags: readonly string[]): CliResult {
  return callCli(['render', ...flags], { cwd, world: { env } });
}

gitTest('a generated file that Git does not track is RP5016 until it is added', () => {
  withTree(project, (cwd) => {
    git(cwd, 'init', '--quiet');
    git(cwd, 'add', '--all');
    const { exit, stderr } = render(cwd, '--write', '--tracked');
    assert.is(exit, 1);
    assert.match(
      stderr,
      `${generatedPath}: error RP5016: Git does not track ${generatedPath}: a commit would lack it\n  hint: git add ${generatedPath}\n`,
    );
    assert.is(render(cwd, '--check', '--tracked').exit, 1);
    assert.is(render(cwd, '--check').exit, 0);
    git(cwd, 'add', generatedPath);
    assert.equal(render(cwd, '--check', '--tracked'), { exit: 0, stdout: '', stderr: '' });
  });
});

gitTest('Git is asked from any directory of the work tree', () => {
  withTree(project, (cwd) => {
    git(cwd, 'init', '--quiet');
    mkdirSync(join(cwd, 'elsewhere'));
    assert.is(render(join(cwd, 'elsewhere'), '--write', '..').exit, 0);
    assert.match(render(join(cwd, 'elsewhere'), '--check', '--tracked', '..').stderr, 'error RP5016');
    git(cwd, 'add', '--all');
    for (const path of ['..', cwd]) assert.is(render(join(cwd, 'elsewhere'), '--check', '--tracked', path).exit, 0);
  });
});

gitTest('without a work tree or without Git that is an error, and without generated files it is not', () => {
  withTree(project, (cwd) => {
    assert.is(render(cwd, '--write').exit, 0);
    assert.match(
      render(cwd, '--check', '--tracked').stderr,
      `error RP5016: Git does not say whether it tracks ${generatedPath}: fatal: not a git`,
    );
    const without = callCli(['render', '--check', '--tracked'], { cwd, world: { env: { ...env, PATH: cwd } } });
    assert.is(without.exit, 1);
    assert.match(without.stderr, 'error RP5016: Git does not say');
  });
  withTree({ 'app/cart.yaml': project['app/cart.yaml'] ?? '' }, (cwd) => assert.is(render(cwd, '--check', '--tracked').exit, 0));
});

test.run();
