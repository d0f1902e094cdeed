import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertOldOrNew, busy, finished } from '../support/busy-project.ts';
import { copyBundles } from '../support/copy-bundles.ts';
import { repository } from '../support/golden-cases.ts';
import { generatedPath, project, readTree, routedPolicy } from '../support/project.ts';
import { callCli } from '../support/run-cli.ts';
import { cartService, withTree } from '../support/temp-tree.ts';

const bundle = join(repository, 'dist/resilience-renderer.cjs');
const preload = join(repository, 'test/support/die-at.cjs');
const isRoot = process.getuid?.() === 0;
/** Root may do anything; nobody is everybody else. */
const nobody = 65_534;

function run(cwd: string, env: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly stderr: string } {
  const options = { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 60_000 } as const;
  return spawnSync(process.execPath, ['--require', preload, bundle, 'render', '--write'], options);
}

test('the fixture creates, changes and deletes', () => {
  const paths = Object.keys({ ...busy, ...finished }).filter((path) => busy[path] !== finished[path]);
  assert.equal(paths.sort(), ['app/cart.yaml', generatedPath, 'pay/pay.yaml', 'pay/resilience.generated.yaml']);
  assert.is(busy[generatedPath], undefined);
  assert.is(finished['pay/resilience.generated.yaml'], undefined);
});

for (const how of ['before', 'after']) {
  test(`a process that ends ${how} any step leaves every file old or new, and running again heals`, () => {
    let steps = 0;
    for (let at = 1; ; at++) {
      const status = withTree(busy, (cwd) => {
        const ended = run(cwd, { DIE_AT: String(at), DIE_HOW: how }).status;
        assertOldOrNew(readTree(cwd), `step ${at}`);
        assert.is(callCli(['render', '--write'], { cwd }).exit, 0);
        assert.equal(readTree(cwd), finished, `step ${at}: nothing is left behind`);
        return ended;
      });
      if (status === 0) break;
      assert.is(status, 99);
      steps++;
    }
    assert.ok(steps > 15, `${steps} steps`);
  });
}

test('a system that refuses any step is RP5015, with every file old or new and nothing left behind', () => {
  for (let at = 1; ; at++) {
    const status = withTree(busy, (cwd) => {
      const ended = run(cwd, { DIE_AT: String(at), DIE_HOW: 'refuse' });
      const tree = readTree(cwd);
      assertOldOrNew(tree, `step ${at}`);
      if (ended.status === 0) return 0;
      assert.match(ended.stderr, /error RP5015: \S+ cannot be written: EIO\n/);
      assert.equal(
        Object.keys(tree).filter((path) => path.endsWith('.resilience-renderer')),
        [],
      );
      return ended.status;
    });
    if (status === 0) {
      assert.ok(at > 15, `${at} steps`);
      break;
    }
    assert.is(status, 3);
  }
});

test('a file that somebody else writes meanwhile is left to them', () => {
  for (const [path, text] of [
    ['app/cart.yaml', `${cartService}# mine\n`],
    [generatedPath, '# mine\n'],
    ['pay/resilience.generated.yaml', '# mine\n'],
  ] as const) {
    withTree(busy, (cwd) => {
      let calls = 0;
      // The fourth look at the clock comes when everything is rendered.
      const now = (): number => {
        if (++calls === 4) writeFileSync(join(cwd, path), text);
        return 0;
      };
      const { exit, stderr } = callCli(['render', '--write'], { cwd, world: { now } });
      assert.is(exit, 3, stderr);
      assert.match(stderr, `${path}: error RP5015: ${path} cannot be written: it changed while it was rendered\n`);
      assert.equal(readTree(cwd), { ...busy, [path]: text }, 'nothing else was written');
    });
  }
});

test('mode and owner stay', () => {
  withTree(project, (cwd) => {
    const path = join(cwd, 'app/cart.yaml');
    chmodSync(path, 0o640);
    if (isRoot) chownSync(path, nobody, nobody);
    const before = statSync(path);
    assert.is(callCli(['render', '--write'], { cwd }).exit, 0);
    const { mode, uid, gid, ino } = statSync(path);
    assert.is.not(ino, before.ino, 'it is another file');
    assert.equal([mode, uid, gid], [before.mode, before.uid, before.gid]);
    assert.is(statSync(join(cwd, generatedPath)).mode & 0o777, 0o666 & ~process.umask());
  });
});

test('links stay links: the file behind them changes', () => {
  withTree({ 'policy.yaml': routedPolicy }, (cwd) => {
    mkdirSync(join(cwd, '.parts/deep'), { recursive: true });
    writeFileSync(join(cwd, '.parts/deep/cart.yaml'), cartService);
    symlinkSync('deep/cart.yaml', join(cwd, '.parts/link.yaml'));
    symlinkSync('.parts/link.yaml', join(cwd, 'cart.yaml'));
    const { exit, stderr } = callCli(['render', '--write'], { cwd });
    assert.is(exit, 0, stderr);
    assert.ok(lstatSync(join(cwd, 'cart.yaml')).isSymbolicLink());
    assert.is(readlinkSync(join(cwd, '.parts/link.yaml')), 'deep/cart.yaml');
    assert.match(readTree(cwd)['.parts/deep/cart.yaml'] ?? '', 'balancer.linkerd.io');
  });
});

test('a file and a directory that may not be written are RP5015, and nothing else is written', () => {
  for (const [path, mode] of [
    ['app/cart.yaml', 0o444],
    ['app', 0o555],
  ] as const) {
    withTree(busy, (cwd) => {
      // Nobody may not look into the repository: the program has to stand beside the files.
      mkdirSync(join(cwd, '.bin'));
      copyBundles(join(cwd, '.bin'));
      if (isRoot) giveAway(cwd);
      chmodSync(join(cwd, path), mode);
      const user = isRoot ? { uid: nobody, gid: nobody } : {};
      const done = spawnSync(process.execPath, [join(cwd, '.bin/resilience-renderer.cjs'), 'render', '--write'], {
        cwd,
        encoding: 'utf8',
        ...user,
      });
      chmodSync(join(cwd, path), 0o755);
      const tree = Object.entries(readTree(cwd)).filter(([name]) => !name.startsWith('.bin/'));
      assert.equal(Object.fromEntries(tree), busy);
      assert.is(done.status, 3, done.stderr);
      assert.is(done.stdout, '');
      assert.match(done.stderr, /^app\/\S+: error RP5015: app\/\S+ cannot be written: permission denied\n/);
    });
  }
});

function giveAway(directory: string): void {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((path) => join(directory, path));
  for (const path of [directory, ...paths]) chownSync(path, nobody, nobody);
}

test.run();
