import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { aroundCalls, type FileCall, systemError, untouched } from '../support/around-calls.ts';
import { assertOldOrNew, busy, finished, isLeftOver } from '../support/busy-project.ts';
import { generatedPath, readTree } from '../support/project.ts';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { switches, withTree } from '../support/temp-tree.ts';

/** Thousands of times; nobody pulls a plug here. */
const withoutSync = (call: FileCall): unknown => (call.name === 'fsyncSync' ? undefined : call.go());
const write = (cwd: string): CliResult => callCli(['render', '--write'], { cwd });

/** In CI every fault happens at every call; elsewhere, reading gets a sample. */
const isThorough = process.env['EVERY_FAULT'] !== undefined;

/** Writes the project once for each call that reaches the disk. Returns how often. */
function atEveryCall(attempt: (cwd: string, at: number) => void): number {
  const names: string[] = [];
  const note = (call: FileCall): unknown => {
    names.push(call.name);
    return withoutSync(call);
  };
  withTree(busy, (cwd) => aroundCalls(note, () => write(cwd)));
  // The first look at whether a file may be written comes a few calls after writing begins.
  const writing = names.indexOf('accessSync') - 10;
  const moments = names.map((_, i) => i + 1).filter((at) => isThorough || at >= writing || at % 5 === 0);
  for (const at of moments) withTree(busy, (cwd) => attempt(cwd, at));
  return moments.length;
}

function assertHeals(cwd: string, message: string): void {
  assert.is(aroundCalls(withoutSync, () => write(cwd)).exit, 0, message);
  assert.equal(readTree(cwd), finished, `${message}: nothing is left behind`);
}

const refusals = ['EIO', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM', 'EBUSY'] as const;

/** Another error at each call, or, where there is time as in CI, every error at every call. */
for (const code of ['ENOSPC', ...(isThorough ? refusals : ['another error'])]) {
  test(`${code} at any call is an error that says so, or no harm; every file is old or new, nothing is left, and running again heals`, () => {
    let refused = 0;
    const calls = atEveryCall((cwd, at) => {
      let name = '';
      const refuse = (call: FileCall): unknown => {
        if (call.number !== at) return withoutSync(call);
        name = call.name;
        // It is closed all the same (close(2)).
        if (name === 'closeSync') call.go();
        throw systemError(code === 'another error' ? (refusals[at % refusals.length] as string) : code, call.name);
      };
      const { exit, stdout, stderr } = aroundCalls(refuse, () => write(cwd));
      const message = `${code} at call ${at}, ${name}\n${stderr}`;
      const tree = readTree(cwd);
      assert.is(stdout, '', message);
      assertOldOrNew(tree, message);
      assert.equal(Object.keys(tree).filter(isLeftOver), [], message);
      if (exit === 0) assert.equal(tree, finished, message);
      else {
        refused++;
        assert.is(exit, 3, message);
        assert.match(stderr, /error RP50(?:01|02|15|55|58): /, message);
      }
      assertHeals(cwd, message);
    });
    assert.ok(calls > 60 && refused > calls / 2, `${refused} of ${calls} calls`);
  });
}

test('a process that dies at any call, or amid writing, leaves every file old or new, and running again heals', () => {
  let amid = 0;
  const calls = atEveryCall((cwd, at) => {
    let isDead = false;
    let name = '';
    const die = (call: FileCall): unknown => {
      // The system closes what is open.
      if (isDead && call.name === 'closeSync') return call.go();
      if (isDead) throw new Error('dead');
      if (call.number !== at) return withoutSync(call);
      isDead = true;
      name = call.name;
      const [fd, content, from, length] = call.args as [number, Buffer, number, number];
      if (name === 'writeSync') amid += Number(call.go(fd, content, from, length >> 1)) > 0 ? 1 : 0;
      if (name === 'closeSync') call.go();
      throw new Error('dead');
    };
    aroundCalls(die, () => write(cwd));
    assertOldOrNew(readTree(cwd), `dead at call ${at}, ${name}`);
    assertHeals(cwd, `dead at call ${at}, ${name}`);
  });
  assert.ok(calls > 60 && amid === 3, `${calls} calls, ${amid} half writes`);
});

/** It says whose it is, and no policy makes it go. */
const mine = switches('mine');

/** What somebody else may do at any moment: write into the file, or put another in its place, as editors do. */
const edits: Readonly<Record<string, (path: string) => void>> = {
  'writes into': (path) => untouched.appendFileSync(path, `---\n${mine}`),
  replaces: (path) => {
    const old = untouched.existsSync(path) ? untouched.readFileSync(path, 'utf8') : '';
    untouched.writeFileSync(`${path}~`, `${old}---\n${mine}`);
    untouched.renameSync(`${path}~`, path);
  },
};

/** The one moment that cannot be had without an exchange of files: between the last look at a name and its rename or deletion. */
const unseen: Readonly<Record<string, readonly string[]>> = {
  'writes into': [],
  replaces: ['app/cart.yaml at renameSync', 'pay/pay.yaml at renameSync', 'pay/resilience.generated.yaml at unlinkSync'],
};

for (const [what, edit] of Object.entries(edits)) {
  test(`what somebody ${what} the files at any moment is still there afterwards`, () => {
    const paths = ['app/cart.yaml', generatedPath, 'pay/pay.yaml', 'pay/resilience.generated.yaml'];
    const lost: string[] = [];
    let noticed = 0;
    const calls = atEveryCall((cwd, at) => {
      let last = '';
      const meddle = (call: FileCall): unknown => {
        if (call.number === at) {
          last = call.name;
          for (const path of paths) edit(join(cwd, path));
        }
        return withoutSync(call);
      };
      const { exit, stderr } = aroundCalls(meddle, () => write(cwd));
      const tree = readTree(cwd);
      assert.is(Object.keys(tree).some(isLeftOver), false);
      for (const path of paths) if (!tree[path]?.includes('name: mine')) lost.push(`${path} at ${last}`);
      assert.is(exit === 0, !stderr.includes('error'), stderr);
      if (exit !== 0) noticed++;
    });
    assert.ok(noticed > 60, `${noticed} of ${calls}`);
    assert.equal(lost.sort(), unseen[what]);
  });
}

test('what another run has written already is no conflict', () => {
  withTree(busy, (cwd) => {
    let isDone = false;
    const { exit, stderr } = callCli(['render', '--write'], {
      cwd,
      world: {
        uninterrupted: (work) => {
          if (!isDone) {
            isDone = true;
            assert.is(write(cwd).exit, 0);
          }
          return work();
        },
      },
    });
    assert.equal([exit, stderr], [0, '']);
    assert.equal(readTree(cwd), finished);
  });
});

test('what a living run prepares is left alone, and what a dead one has left goes, also where nothing changes', () => {
  withTree(finished, (cwd) => {
    const prepared = (pid: number): string => join(cwd, `policies/.${pid}-abc.resilience-renderer`);
    const strange = join(cwd, 'policies/.notes.resilience-renderer');
    for (const path of [prepared(11), prepared(12), prepared(13), strange]) untouched.writeFileSync(path, 'x');
    const writer = { pid: 13, mayRun: (pid: number) => pid === 11 };
    for (const argv of [['--check'], ['--diff']]) callCli(['render', ...argv], { cwd, world: { writer } });
    assert.is(Object.keys(readTree(cwd)).filter(isLeftOver).length, 4, '--check and --diff touch nothing');
    assert.is(callCli(['render', '--write'], { cwd, world: { writer } }).exit, 0);
    assert.equal(Object.keys(readTree(cwd)).filter(isLeftOver), [
      'policies/.11-abc.resilience-renderer',
      'policies/.notes.resilience-renderer',
    ]);
  });
});

test('--check and --diff change nothing on the disk', () => {
  for (const flag of ['--check', '--diff']) {
    withTree(busy, (cwd) => {
      const changing: string[] = [];
      const note = (call: FileCall): unknown => {
        const isWriting = call.name === 'openSync' && (call.args[1] === 'wx' || (Number(call.args[1]) & 3) !== 0);
        if (isWriting || ['fchmodSync', 'fchownSync', 'linkSync', 'renameSync', 'unlinkSync', 'writeSync'].includes(call.name))
          changing.push(call.name);
        return call.go();
      };
      assert.is(aroundCalls(note, () => callCli(['render', flag], { cwd })).exit, flag === '--check' ? 1 : 0);
      assert.equal(changing, []);
      assert.equal(readTree(cwd), busy);
    });
  }
});

test.run();
