import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { callCli } from '../support/run-cli.ts';
import { shop, withTree } from '../support/temp-tree.ts';

const bundle = join(repository, 'dist/resilience-renderer.cjs');

function run(cwd: string, env: Readonly<Record<string, string>>, ...argv: readonly string[]): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, [bundle, ...argv], { cwd, env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8' });
}

test('the prepared help is what the program says itself', () => {
  const { stdout } = callCli(['--help'], { cwd: repository });
  assert.is(readFileSync(join(repository, 'dist/help.txt'), 'utf8'), stdout);
  for (const flag of ['--help', '-h']) assert.is(run(repository, {}, flag).stdout, stdout);
});

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly version: string };
  for (const flag of ['--version', '-V']) assert.is(run(repository, {}, flag).stdout, `${version}\n`);
});

/** Runs in a directory with a cache, and says what the cache holds. */
function withCache(use: (how: { readonly cwd: string; readonly cache: string; render(): ReturnType<typeof spawnSync> }) => void): void {
  withTree(shop, (cwd) => {
    const cache = join(cwd, '.cache');
    mkdirSync(cache, { mode: 0o700 });
    use({ cwd, cache, render: () => run(cwd, { RESILIENCE_RENDERER_CODE_CACHE: cache }, 'render', '.') });
  });
}

test('compiled code is kept where it is asked for, for its owner alone, and changes nothing', () => {
  withCache(({ cwd, cache, render }) => {
    const plain = run(cwd, {}, 'render', '.');
    assert.is(plain.status, 0);
    const first = render();
    const [name = '', ...others] = readdirSync(cache);
    assert.match(name, /^render\.cjs-/);
    assert.equal(others, []);
    const path = join(cache, name);
    assert.is(statSync(path).mode & 0o777, 0o600);
    utimesSync(path, 1, 1);
    const second = render();
    assert.equal([first.stdout, second.stdout, second.status], [plain.stdout, plain.stdout, 0]);
    assert.is(statSync(path).mtimeMs, 1000, 'the second run used what the first one kept');
    assert.equal(readdirSync(cache), [name]);
  });
});

test('a damaged cache is made anew and never run: V8 would crash', () => {
  withCache(({ cache, render }) => {
    render();
    const path = join(cache, readdirSync(cache)[0] ?? '');
    const good = readFileSync(path);
    for (let i = 1; i <= 8; i++) {
      const bad = Buffer.from(good);
      const at = Math.floor((good.length * i) / 9);
      bad.writeUInt8(bad.readUInt8(at) ^ 0xff, at);
      writeFileSync(path, i === 8 ? good.subarray(0, 1000) : bad);
      const { status, signal } = render();
      assert.equal([i, status, signal], [i, 0, null]);
      assert.equal(readFileSync(path).length > 1000, true);
      assert.not.equal(readFileSync(path), bad);
    }
  });
});

test('a cache that somebody else could have written is left alone', () => {
  withCache(({ cwd, cache, render }) => {
    chmodSync(cache, 0o770);
    assert.is(render().status, 0);
    assert.equal(readdirSync(cache), []);
    chmodSync(cache, 0o700);
    render();
    const path = join(cache, readdirSync(cache)[0] ?? '');
    chmodSync(path, 0o666);
    utimesSync(path, 1, 1);
    assert.is(render().status, 0);
    assert.not.equal(statSync(path).mtimeMs, 1000);
    symlinkSync(cache, join(cwd, '.link'));
    const linked = run(cwd, { RESILIENCE_RENDERER_CODE_CACHE: join(cwd, '.link') }, 'validate', '.');
    assert.is(linked.status, 0);
    assert.is(readdirSync(cache).length, 1);
  });
});

test('a cache that cannot be written or does not exist stops nobody', () => {
  withTree(shop, (cwd) => {
    const { status, stderr } = run(cwd, { RESILIENCE_RENDERER_CODE_CACHE: join(cwd, 'nowhere') }, 'render', '.');
    assert.equal([status, stderr], [0, '']);
  });
});

test.run();
