import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertOldOrNew, busy, finished, isLeftOver } from '../support/busy-project.ts';
import { repository } from '../support/golden-cases.ts';
import { generatedPath, readTree, type Tree } from '../support/project.ts';
import { bundle } from '../support/run-bundle.ts';
import { callCli } from '../support/run-cli.ts';
import { shop, switches, withTree, withTreeFor } from '../support/temp-tree.ts';

const hasStrace = spawnSync('strace', ['-V']).error === undefined;
const isRoot = process.getuid?.() === 0;
if (process.env['CI'] !== undefined && !(hasStrace && isRoot)) throw new Error('missing: strace, root');
if (!hasStrace || !isRoot) console.warn('SKIPPED: missing: strace, root');
const rootTest = hasStrace && isRoot ? test : (test.skip as typeof test);

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const execute = promisify(execFile);

/** Runs the built program under strace, or any other program. */
async function run(command: string, args: readonly string[], cwd: string): Promise<Run> {
  const options = { cwd, env: { PATH: process.env['PATH'] }, timeout: 120_000 };
  try {
    return { status: 0, ...(await execute(command, [...args], options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as { readonly code?: number | null; readonly stdout: string; readonly stderr: string };
    return { status: typeof code === 'number' ? code : null, stdout, stderr };
  }
}

const write = [process.execPath, bundle, 'render', '--write'] as const;

function traced(cwd: string, options: readonly string[], command: readonly string[]): Promise<Run> {
  return run('strace', ['-f', '--seccomp-bpf', '-o', join(cwd, '..', 'trace'), ...options, ...command], cwd);
}

/** Four at a time. */
async function each<T>(items: readonly T[], use: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += 4) await Promise.all(items.slice(at, at + 4).map(use));
}

const inProject = (files: Tree): Tree => Object.fromEntries(Object.entries(files).map(([path, text]) => [`project/${path}`, text]));

/** The calls of the kernel by which files are read and written, and how many of the last ones are of interest: Node starts with the same. */
const systemCalls: Readonly<Record<string, number>> = {
  ...{ openat: 30, pread64: 40, write: 30, fsync: 20, fchmod: 20, rename: 20, link: 20, unlink: 20 },
  ...{ newfstatat: 15, statx: 15, close: 15, read: 10 },
};

/** What to inject, as strace wants to have it: each error at each of these calls. */
async function injections(what: (call: string) => string): Promise<readonly string[]> {
  return withTreeFor(inProject(busy), async (top) => {
    const cwd = join(top, 'project');
    assert.is((await traced(cwd, ['-e', `trace=${Object.keys(systemCalls).join()}`], write)).status, 0);
    const lines = readFileSync(join(top, 'trace'), 'utf8').split('\n');
    return Object.entries(systemCalls).flatMap(([call, last]) => {
      const count = lines.filter((line) => line.includes(` ${call}(`)).length;
      return Array.from({ length: Math.min(count, last) }, (_, i) => `inject=${call}:${what(call)}:when=${count - i}`);
    });
  });
}

const errors: Readonly<Record<string, string>> = {
  openat: 'EMFILE',
  write: 'ENOSPC',
  fsync: 'EIO',
  rename: 'EROFS',
  link: 'EDQUOT',
  unlink: 'EACCES',
};

for (const [name, what] of [
  ['refuses', (call: string) => `error=${errors[call] ?? 'EIO'}`],
  ['kills the process at', () => 'signal=KILL'],
] as const) {
  rootTest(`a kernel that ${name} any call that reads or writes leaves every file old or new, and running again heals`, async () => {
    const all = await injections(what);
    assert.ok(all.length > 80, `${all.length} calls`);
    let harmed = 0;
    await each(all, (injection) =>
      withTreeFor(inProject(busy), async (top) => {
        const cwd = join(top, 'project');
        const { status, stdout, stderr } = await traced(cwd, ['-e', injection], write);
        const tree = readTree(cwd);
        assertOldOrNew(tree, `${injection}\n${stderr}`);
        assert.is(stdout, '');
        if (status === 0) assert.equal(tree, finished, injection);
        else harmed++;
        // The second: the fault met the loading of the program itself.
        if (status === 3) assert.match(stderr, /error RP50|error RP9001: internal error: Cannot find module/, `${injection}\n${stderr}`);
        assert.is((await run(process.execPath, write.slice(1), cwd)).status, 0, injection);
        assert.equal(readTree(cwd), finished, `${injection}: nothing is left behind`);
      }),
    );
    assert.ok(harmed > all.length / 3, `${harmed} of ${all.length} calls failed`);
  });
}

rootTest('a disk that is full, and one that is read-only, are RP5015 with everything as it was', async () => {
  await withTreeFor({ 'disk/x': '' }, async (top) => {
    const disk = join(top, 'disk');
    const mount = (...args: readonly string[]): void => assert.is(spawnSync('mount', [...args]).status, 0, `mount ${args.join(' ')}`);
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk);
    try {
      for (const [path, text] of Object.entries(busy)) {
        mkdirSync(join(disk, path, '..'), { recursive: true });
        writeFileSync(join(disk, path), text, 'latin1');
      }
      spawnSync('sh', ['-c', 'cat /dev/zero > filler'], { cwd: disk });
      const { filler, ...before } = readTree(disk);
      assert.ok((filler?.length ?? 0) > 4096);
      const full = await run(process.execPath, write.slice(1), disk);
      assert.is(full.status, 3);
      assert.match(full.stderr, /error RP5015: \S+ cannot be written: no space is left\n/);
      assert.equal(readTree(disk), { ...before, filler }, 'nothing changed, and nothing is left');
      spawnSync('rm', ['filler'], { cwd: disk });
      mount('-o', 'remount,ro', disk);
      const refused = await run(process.execPath, write.slice(1), disk);
      assert.is(refused.status, 3);
      assert.match(refused.stderr, /error RP5015: \S+ cannot be written: the file system is read-only\n/);
      assert.equal(readTree(disk), before);
      mount('-o', 'remount,rw', disk);
      assert.is((await run(process.execPath, write.slice(1), disk)).status, 0);
      assert.equal(readTree(disk), finished);
    } finally {
      assert.is(spawnSync('umount', [disk]).status, 0);
    }
  });
});

rootTest('the kernel sees nothing opened outside the tree', async () => {
  await withTreeFor({ ...inProject(shop), 'outside/treasure.yaml': switches('treasure') }, async (top) => {
    const cwd = join(top, 'project');
    const links = {
      'a.yaml': '../outside/treasure.yaml',
      'b.yaml': join(top, 'outside/treasure.yaml'),
      c: '../outside',
      'd.yaml': '/dev/zero',
      e: '/',
    };
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(cwd, name));
    for (const argv of [
      ['render', '.'],
      ['render', '--write'],
      ['render', '--check'],
      ['validate', '.'],
    ]) {
      const { status } = await traced(cwd, ['-y', '-e', 'trace=open,openat,openat2,execve'], [process.execPath, bundle, ...argv]);
      assert.is(status, 0, argv.join(' '));
      const trace = readFileSync(join(top, 'trace'), 'utf8').split('\n');
      const start = trace.findIndex((line) => line.includes('resilience-renderer.cjs') && line.includes('open'));
      const opened = trace.slice(start + 1).flatMap((line) => /open(?:at2?)?\(.*= \d+<(.*)>$/.exec(line)?.[1] ?? []);
      assert.ok(
        opened.some((path) => path.endsWith('/project/cart.yaml')),
        'the trace shows what is opened',
      );
      // Node looks whether the files beside the program are modules.
      const own = join(repository, 'package.json');
      const strange = opened.filter(
        (path) =>
          path !== own && path !== cwd && !path.startsWith(`${cwd}/`) && !/^\/(?:usr|lib|proc\/\d+)\/|^\/etc\/ssl|\.cjs$/.test(path),
      );
      assert.equal(strange, [], argv.join(' '));
    }
  });
});

const meshes = ['linkerd', 'gateway-api'] as const;
const rounds = 8;

test('up to eight runs at once on one tree, of the same and of different wishes: no file is half, lost or mixed', async () => {
  const results = meshes.map((mesh) =>
    withTree(busy, (cwd) => {
      assert.is(callCli(['render', '--write', `--mesh=${mesh}`, '--allow-loss=all'], { cwd }).exit, 0);
      return readTree(cwd);
    }),
  );
  let lost = 0;
  for (let round = 0; round < rounds; round++) {
    await withTreeFor(busy, async (cwd) => {
      const runs = await Promise.all(
        Array.from({ length: 2 + (round % 7) }, (_, i) =>
          run(process.execPath, [...write.slice(1), `--mesh=${meshes[round % 2 === 0 ? 0 : i % 2]}`, '--allow-loss=all'], cwd),
        ),
      );
      for (const { status, stderr } of runs) {
        assert.ok(status === 0 || /error RP/.test(stderr), stderr);
        if (status !== 0) lost++;
      }
      const tree = readTree(cwd);
      assert.equal(Object.keys(tree).filter(isLeftOver), []);
      for (const path of Object.keys({ ...busy, ...tree })) {
        const known = [busy, ...results].map((each) => each[path]);
        assert.ok(known.includes(tree[path]), `round ${round}: ${path}\n${tree[path]}`);
      }
      if (round % 2 === 0) assert.equal(tree, results[0]);
      assert.ok(generatedPath in tree);
      for (const [i, mesh] of meshes.entries()) {
        const { exit, stderr } = callCli(['render', '--write', `--mesh=${mesh}`, '--allow-loss=all'], { cwd });
        assert.is(exit, 0, stderr);
        assert.equal(readTree(cwd), results[i]);
      }
    });
  }
  console.log(`${lost} runs said that another one was there`);
});

test.run();
