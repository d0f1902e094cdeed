import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { generatedPath, project, routedPolicy } from '../support/project.ts';
import { configText } from '../support/temp-tree.ts';
import { missingPeers } from './peers.ts';
import { commitAll, copyRepository, createScratch, mustRun, packProgram, type Scratch } from './pre-commit.ts';

const isMissing = missingPeers(['pre-commit', 'renderer']).length > 0;
const test = suite('pre-commit');
const longer = routedPolicy.replace('10s', '20s');

/** The hooks file alone, as a mirror has it: the program comes from `additional_dependencies`. */
function createMirror(scratch: Scratch): { readonly repo: string; readonly rev: string } {
  const repo = join(scratch.root, 'mirror');
  mkdirSync(repo);
  copyFileSync(join(repository, '.pre-commit-hooks.yaml'), join(repo, '.pre-commit-hooks.yaml'));
  return { repo, rev: commitAll(scratch, repo) };
}

interface Hook {
  readonly id: string;
  readonly dependency?: string | undefined;
  readonly args?: string;
}

/** A project that is rendered and committed, with a hook installed. */
function install(scratch: Scratch, { repo, rev }: { readonly repo: string; readonly rev: string }, { id, dependency, args }: Hook): void {
  rmSync(scratch.project, { recursive: true });
  for (const [path, text] of Object.entries(project)) scratch.write(path, text);
  const more = [dependency && `        additional_dependencies: ['${dependency}']\n`, args && `        args: ['${args}']\n`]
    .filter(Boolean)
    .join('');
  scratch.write('.pre-commit-config.yaml', `repos:\n  - repo: ${repo}\n    rev: ${rev}\n    hooks:\n      - id: ${id}\n${more}`);
  mustRun(scratch, 'resilience-renderer', ['render', '--write', '.']);
  commitAll(scratch, scratch.project);
  mustRun(scratch, 'pre-commit', ['install', '--install-hooks']);
}

if (isMissing) test.skip('pre-commit is not there', () => undefined);
else {
  const scratch = createScratch();
  const mirror = createMirror(scratch);
  const tarball = packProgram(scratch);
  test.after(() => scratch.remove());

  const variants: readonly Hook[] = [{ id: '', dependency: tarball }, { id: '-system' }];
  for (const { id: suffix, dependency } of variants) {
    const name = suffix === '' ? 'node' : 'system';
    const installed = (hook: string, args?: string): void =>
      install(scratch, mirror, { id: `resilience-renderer-${hook}${suffix}`, dependency, ...(args === undefined ? {} : { args }) });

    test(`${name}: a clean commit passes`, () => {
      installed('check');
      scratch.write('README.md', 'words\n');
      scratch.git('add', '--all');
      const { code, text } = scratch.commit();
      assert.is(code, 0, text);
      assert.match(text, /resilience policies are rendered\.+Passed/);
    });

    test(`${name}: a policy that changes stops the commit with the difference and the command that fixes it`, () => {
      installed('check');
      scratch.write('policies/cart.yaml', longer);
      scratch.git('add', '--all');
      const { code, text } = scratch.commit();
      assert.is(code, 1);
      assert.match(text, '-    timeout.linkerd.io/request: 10s\n+    timeout.linkerd.io/request: 20s\n');
      assert.match(text, 'hint: bring everything up to date with: resilience-renderer render --write .\n');
      mustRun(scratch, 'resilience-renderer', ['render', '--write', '.']);
      scratch.git('add', '--all');
      assert.is(scratch.commit().code, 0);
    });

    test(`${name}: a commit that only deletes a policy is looked at`, () => {
      installed('check');
      scratch.git('rm', '--quiet', 'policies/cart.yaml');
      const { code, text } = scratch.commit();
      assert.is(code, 1);
      assert.match(text, 'deleted file mode 100644\n--- a/app/resilience.generated.yaml\n');
      mustRun(scratch, 'resilience-renderer', ['render', '--write', '.']);
      scratch.git('add', '--all');
      assert.is(scratch.commit().code, 0);
    });

    test(`${name}: what is not staged does not count, and stays`, () => {
      installed('check');
      scratch.write('policies/cart.yaml', longer);
      scratch.write('README.md', 'words\n');
      scratch.git('add', 'README.md');
      const { code, text } = scratch.commit();
      assert.is(code, 0, text);
      assert.is(scratch.read('policies/cart.yaml'), longer);
      // The other way round: the fix is there, but not in the commit.
      scratch.git('add', '--all');
      mustRun(scratch, 'resilience-renderer', ['render', '--write', '.']);
      const half = scratch.commit();
      assert.is(half.code, 1);
      assert.match(half.text, '+    timeout.linkerd.io/request: 20s\n');
      assert.match(scratch.read(generatedPath), 'request: 20s');
    });

    test(`${name}: a generated file that Git does not track stops the commit until it is added`, () => {
      installed('check');
      scratch.write('pay/pay.yaml', (project['app/cart.yaml'] ?? '').replaceAll('cart', 'pay'));
      scratch.write('pay/policy.yaml', routedPolicy.replaceAll('cart', 'pay'));
      mustRun(scratch, 'resilience-renderer', ['render', '--write', '.']);
      scratch.git('add', 'pay/pay.yaml', 'pay/policy.yaml');
      const { code, text } = scratch.commit();
      assert.is(code, 1);
      assert.match(
        text,
        'error RP5016: Git does not track pay/resilience.generated.yaml: a commit would lack it\n  hint: git add pay/resilience.generated.yaml\n',
      );
      scratch.git('add', '--all');
      assert.is(scratch.commit().code, 0);
    });

    test(`${name}: the writing hook writes, stops, and is content when all of it is staged`, () => {
      installed('write');
      scratch.write('pay/pay.yaml', (project['app/cart.yaml'] ?? '').replaceAll('cart', 'pay'));
      scratch.write('pay/policy.yaml', routedPolicy.replaceAll('cart', 'pay'));
      scratch.git('add', '--all');
      const { code, text } = scratch.commit();
      assert.is(code, 1);
      assert.match(text, 'error RP5019: 2 files were brought up to date (--fail-on-change)\n');
      // What is tracked is staged, the new file is forgotten.
      scratch.git('add', '--update');
      const forgotten = scratch.commit();
      assert.is(forgotten.code, 1);
      assert.match(forgotten.text, 'error RP5016: Git does not track pay/resilience.generated.yaml');
      scratch.git('add', '--all');
      assert.is(scratch.commit().code, 0);
      assert.is(scratch.git('status', '--porcelain'), '');
    });

    test(`${name}: a project in a directory is named by args`, () => {
      installed('check', 'app');
      scratch.write('app/resilience-renderer.yaml', configText('strict: true'));
      scratch.write(
        'app/policy.yaml',
        longer.replace('cart\n  namespace', 'carts\n  namespace').replace('  targetRef:\n    name: cart', '  targetRef:\n    name: carts'),
      );
      scratch.git('add', '--all');
      const { code, text } = scratch.commit();
      assert.is(code, 1);
      assert.match(text, 'app/policy.yaml:8:11: error RP3002');
    });

    test(`${name}: the validating hook stops a commit for a policy that cannot be rendered`, () => {
      installed('validate');
      scratch.write('policies/cart.yaml', routedPolicy.replace('10s', '10 s'));
      scratch.git('add', '--all');
      const { code, text } = scratch.commit();
      assert.is(code, 1);
      assert.match(text, 'policies/cart.yaml:12:21: error RP2001');
    });
  }

  test('this repository itself can be the hook repository: its program is built when it is installed', () => {
    const repo = join(scratch.root, 'clone');
    copyRepository(repo);
    install(scratch, { repo, rev: commitAll(scratch, repo) }, { id: 'resilience-renderer-check' });
    scratch.write('policies/cart.yaml', longer);
    scratch.git('add', '--all');
    const { code, text } = scratch.commit();
    assert.is(code, 1);
    assert.match(text, 'error RP5018: 1 file is not what the policies ask for');
  });

  test('the hooks file is one that pre-commit takes', () => {
    mustRun(scratch, 'pre-commit', ['validate-manifest', join(repository, '.pre-commit-hooks.yaml')]);
  });

  test('nothing is fetched to install the tarball', () => {
    const alone = createScratch();
    const { run } = alone;
    try {
      const offline = ['npm_config_offline=true', `npm_config_cache=${join(alone.root, 'empty')}`];
      const args = [...offline, 'npm', 'install', '--global', '--prefix', join(alone.root, 'prefix'), tarball];
      assert.is(run('env', args).code, 0);
      assert.match(mustRun(alone, join(alone.root, 'prefix/bin/resilience-renderer'), ['--version']), /^\d+\.\d+\.\d+\n$/);
    } finally {
      alone.remove();
    }
  });
}

test.run();
