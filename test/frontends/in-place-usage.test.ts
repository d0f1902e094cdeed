import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { project, readTree, type Tree } from '../support/project.ts';
import { callCli } from '../support/run-cli.ts';
import { configText, withTree } from '../support/temp-tree.ts';

/** What is said; fails unless it is the wanted exit code, with nothing written or printed. */
function refuse(argv: readonly string[], exit: number, files: Tree = project): string {
  return withTree(files, (cwd) => {
    const before = readTree(cwd);
    const found = callCli(['render', ...argv], { cwd });
    assert.is(found.exit, exit, `${argv.join(' ')}\n${found.stderr}`);
    assert.is(found.stdout, '');
    assert.equal(readTree(cwd), before);
    return found.stderr;
  });
}

test('flags that make no sense together are wrong usage', () => {
  const clashes = [
    [['--write', '--check', '.'], '--write does not go with --check'],
    [['--write', '--diff', '.'], '--write does not go with --diff'],
    [['--check', '--diff', '.'], '--check does not go with --diff'],
    [['--check', '--fail-on-change', '.'], '--check does not go with --fail-on-change'],
    [['--write', '--output=json', '.'], '--write does not go with --output'],
    [['--diff', '--order=input', '.'], '--diff does not go with --order'],
    [['--check', '--policies=drop', '.'], '--check does not go with --policies'],
    [['--fail-on-change', '.'], '--fail-on-change needs --write'],
    [['--tracked', '.'], '--tracked needs --write, --check or --diff'],
    [['--generated-file=a.yaml', '.'], '--generated-file needs --write, --check or --diff'],
  ] as const;
  for (const [argv, wanted] of clashes) assert.match(refuse(argv, 2), `error RP5013: ${wanted}\n`);
});

test('all clashes are named at once', () => {
  const said = refuse(['--write', '--check', '--output=yaml', '--order=apply', '-', '--generated-file=../a.yaml'], 2);
  assert.is(said.match(/^error /gm)?.length, 5, said);
});

test('a project is one directory', () => {
  const paths = [
    [['--write', 'app', 'policies'], '--write takes one directory, not 2 paths'],
    [['--check', '-'], '--check takes one directory, not standard input'],
    [['--diff', 'app/cart.yaml'], '--diff takes one directory, not a file'],
  ] as const;
  for (const [argv, wanted] of paths) assert.match(refuse(argv, 2), `error RP5013: ${wanted}\n  hint: name the directory`);
  assert.match(refuse(['--write', 'nowhere'], 3), 'error RP5001');
});

test('the working directory is the default', () => {
  withTree(project, (cwd) => {
    assert.is(callCli(['render', '--write'], { cwd }).exit, 0);
    assert.is(callCli(['render', '--check'], { cwd }).exit, 0);
  });
});

test('a generated file has a plain name that is read, and means nothing to other tools', () => {
  const names = ['sub/a.yaml', '../a.yaml', '.hidden.yaml', 'a.json', 'a', '', 'a b.yaml', 'kustomization.yaml', 'Chart.yaml'];
  for (const name of [...names, 'resilience-renderer.yaml']) {
    assert.match(refuse(['--write', `--generated-file=${name}`, '.'], 2), `error RP5006: --generated-file does not take "${name}"\n`);
  }
  for (const name of ['sub/a.yaml', '.hidden.yaml', 'a.json', 'kustomization.yml']) {
    const files = { ...project, 'resilience-renderer.yaml': configText(`generatedFile: ${name}`) };
    assert.match(refuse(['--write', '.'], 2, files), /error RP500[67]: /);
  }
});

test('a part of a project is refused: what it lacks would be taken for deleted', () => {
  const files = { ...project, 'resilience-renderer.yaml': configText('strict: true') };
  for (const mode of ['--write', '--check', '--diff']) {
    assert.is(
      refuse([mode, 'app', '--mesh-version=2.18'], 2, files),
      'app: error RP5012: app is only a part of the project at ., which holds resilience-renderer.yaml\n' +
        `  hint: run it on the whole project: resilience-renderer render ${mode} --mesh-version=2.18 .\n`,
    );
  }
  const nested = { 'shop/resilience-renderer.yaml': configText('strict: true'), 'shop/app/cart.yaml': project['app/cart.yaml'] ?? '' };
  assert.match(refuse(['--write', 'shop/app'], 2, nested), 'is only a part of the project at shop,');
});

test('the root itself may be named in any way', () => {
  withTree({ ...project, 'resilience-renderer.yaml': configText('strict: true') }, (cwd) => {
    for (const path of ['.', './', 'app/..', cwd]) {
      const { exit, stderr } = callCli(['render', '--diff', path], { cwd });
      assert.is(exit, 0, stderr);
    }
  });
});

test.run();
