import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { busy, finished } from '../support/busy-project.ts';
import { readTree } from '../support/project.ts';
import { type Apart, type Ended, runApart } from '../support/run-apart.ts';
import { cartPolicy, cartService, shop, switches, withTreeFor } from '../support/temp-tree.ts';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const instants = 40;

/** More than any pipe holds, so that the program waits for its reader. */
const many = Array.from({ length: 6000 }, (_, i) => switches(`s-${i}`)).join('---\n');
const large = { ...shop, 'many.yaml': many };
const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${[...many.split('---\n'), cartService, cartPolicy]
  .map((document) => document.trimEnd().replace(/^/gm, '  ').replace(/^ {2}/, '- '))
  .join('\n')}\n`;

const calls: Readonly<Record<string, (cwd: string) => Apart>> = {
  render: (cwd) => runApart(['render', '.'], { cwd }),
  'argocd generate': (cwd) => runApart(['argocd', 'generate'], { cwd, env: { HOME: '/' } }),
  'a function of kustomize': (cwd) => runApart([], { cwd, input: list }),
};

for (const [name, start] of Object.entries(calls)) {
  test(`${name}: a signal while output is written does not cut it`, async () => {
    await withTreeFor(large, async (cwd) => {
      const whole = await start(cwd).ended();
      assert.is(whole.code, 0, whole.stderr);
      assert.ok(whole.stdout.length > 512 * 1024);
      for (const signal of signals) {
        const run = start(cwd);
        await run.started;
        run.child.kill(signal);
        const { code, stdout } = await run.ended();
        assert.is(code, 0, signal);
        assert.ok(stdout === whole.stdout, `${signal}: ${stdout.length} of ${whole.stdout.length}`);
      }
    });
  });
}

/** Calls at moments that are spread over the time that a whole run takes, some at a time. */
async function atInstants(attempt: (delay: number, signal: NodeJS.Signals) => Promise<void>, start: () => Promise<Ended>): Promise<void> {
  const begin = performance.now();
  assert.is((await start()).code, 0);
  const whole = performance.now() - begin;
  for (let at = 0; at < instants; at += 4) {
    const four = [0, 1, 2, 3].map((i) => attempt(((at + i) / instants) * 1.2 * whole, signals[(at + i) % 3] ?? 'SIGTERM'));
    await Promise.all(four);
  }
}

test('render: a signal at any moment leaves all of the output with exit code 0, or none and another', async () => {
  await withTreeFor(large, async (cwd) => {
    const start = (): Apart => runApart(['render', '.'], { cwd });
    const whole = (await start().ended()).stdout;
    let cut = 0;
    const attempt = async (delay: number, signal: NodeJS.Signals): Promise<void> => {
      const run = start();
      await sleep(delay);
      run.child.kill(signal);
      const { code, signal: by, stdout } = await run.ended();
      if (code === 0) assert.ok(stdout === whole);
      else assert.equal([code, by, stdout], [null, signal, '']);
      if (code !== 0) cut++;
    };
    await atInstants(attempt, () => start().ended());
    assert.ok(cut > 0, 'some came in time');
  });
});

test('render --write: a signal at any moment leaves the tree as it was, or finished', async () => {
  const attempt = (delay: number, signal: NodeJS.Signals): Promise<void> =>
    withTreeFor(busy, async (cwd) => {
      const run = runApart(['render', '--write'], { cwd });
      await sleep(delay);
      run.child.kill(signal);
      const { code, signal: by } = await run.ended();
      const tree = readTree(cwd);
      // The signal may come between the last write and the end.
      if (code !== 0) assert.is(by, signal);
      const isFinished = JSON.stringify(tree) === JSON.stringify(finished);
      assert.ok(isFinished || (code !== 0 && JSON.stringify(tree) === JSON.stringify(busy)), Object.keys(tree).join('\n'));
    });
  await atInstants(attempt, () => withTreeFor(busy, (cwd) => runApart(['render', '--write'], { cwd }).ended()));
});

test('SIGPIPE alone means nothing', async () => {
  await withTreeFor(large, async (cwd) => {
    const run = runApart(['render', '.'], { cwd });
    await run.started;
    run.child.kill('SIGPIPE');
    const { code, stdout } = await run.ended();
    assert.is(code, 0);
    assert.ok(stdout.endsWith('failureThreshold: 5\n'));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for what has to come; the test fails when it does not. */
async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (isTrue()) return;
    await sleep(50);
  }
  assert.unreachable(what);
}

for (const signal of [...signals, 'SIGKILL'] as const) {
  test(`argocd generate: ${signal} ends the tool that it waits for, and leaves no directory behind`, async () => {
    for (const tool of ['helm', 'kustomize']) {
      const source = tool === 'helm' ? { 'app/Chart.yaml': 'name: cart\n' } : { 'app/kustomization.yaml': 'resources: []\n' };
      await withTreeFor({ ...source, [`bin/${tool}`]: '#!/bin/sh\necho $$ > "$PID_FILE"\nexec sleep 300\n' }, async (top) => {
        chmodSync(join(top, 'bin', tool), 0o755);
        mkdirSync(join(top, 'tmp'));
        const pidFile = join(top, 'pid');
        const env = { HOME: '/', PATH: `${join(top, 'bin')}:${process.env['PATH']}`, PID_FILE: pidFile, TMPDIR: join(top, 'tmp') };
        const run = runApart(['argocd', 'generate'], { cwd: join(top, 'app'), env });
        await until('the tool starts', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
        const pid = Number(readFileSync(pidFile, 'utf8'));
        assert.ok(isAlive(pid) && readdirSync(env.TMPDIR).length === 1);
        run.child.kill(signal);
        const { code, signal: by, stdout } = await run.ended();
        assert.equal([code, by, stdout], [null, signal, '']);
        await until(`${tool} ends`, () => !isAlive(pid));
        await until('its directory goes', () => readdirSync(env.TMPDIR).length === 0);
      });
    }
  });
}

test('a tool that runs beyond the deadline is killed', async () => {
  await withTreeFor(
    { 'app/kustomization.yaml': '', 'bin/kustomize': '#!/bin/sh\necho $$ > "$PID_FILE"\nexec sleep 300\n' },
    async (top) => {
      chmodSync(join(top, 'bin/kustomize'), 0o755);
      const pidFile = join(top, 'pid');
      const env = {
        HOME: '/',
        PATH: `${join(top, 'bin')}:${process.env['PATH']}`,
        PID_FILE: pidFile,
        RESILIENCE_RENDERER_ARGOCD_TIMEOUT: '2s',
      };
      const { code, stdout, stderr } = await runApart(['argocd', 'generate'], { cwd: join(top, 'app'), env }).ended();
      assert.equal([code, stdout], [1, ''], stderr);
      assert.match(stderr, 'error RP5036');
      if (existsSync(pidFile)) await until('it ends', () => !isAlive(Number(readFileSync(pidFile, 'utf8'))));
    },
  );
});

test.run();
