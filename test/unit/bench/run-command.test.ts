import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nothing } from '../../../bench/measure/command.ts';
import { missingProc, peakMemory } from '../../../bench/measure/peak-memory.ts';
import { BenchError, runCommand } from '../../../bench/measure/run-command.ts';
import { withTree } from '../../support/temp-tree.ts';

const script = (text: string): readonly [string, ...string[]] => [process.execPath, '-e', text];

test('a command that fails ends its row with what it said', () => {
  assert.throws(() => runCommand({ argv: script('console.error("no such patch"); process.exit(3)') }), /: exit 3\nno such patch/);
  assert.throws(
    () => runCommand({ argv: ['no-such-program'] }),
    (error: unknown) => error instanceof BenchError && /ENOENT/.test(error.message),
  );
});

test('neither Node nor Git sees what the developer has set for them', () => {
  const names = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'] as const;
  const before = names.map((name) => process.env[name]);
  withTree({}, (root) => {
    const stdout = join(root, 'environment');
    for (const name of names) process.env[name] = name === 'NODE_OPTIONS' ? '--no-warnings' : stdout;
    try {
      runCommand({ argv: script('console.log(JSON.stringify(process.env))'), stdout });
    } finally {
      for (const [i, name] of names.entries()) {
        if (before[i] === undefined) delete process.env[name];
        else process.env[name] = before[i];
      }
    }
    const seen = JSON.parse(readFileSync(stdout, 'utf8')) as NodeJS.ProcessEnv;
    assert.equal([seen['NODE_OPTIONS'], seen['NODE_EXTRA_CA_CERTS'], seen['GIT_CONFIG_GLOBAL']], [undefined, undefined, '/dev/null']);
  });
});

test('input comes from a file or through a pipe', () => {
  withTree({ 'in.yaml': 'a: 1\n' }, (root) => {
    const [input, stdout] = [join(root, 'in.yaml'), join(root, 'out')];
    for (const from of [{ stdin: input }, { piped: input }]) {
      runCommand({ argv: script("process.stdout.write(require('fs').readFileSync(0, 'utf8').toUpperCase())"), stdout, ...from });
      assert.is(readFileSync(stdout, 'utf8'), 'A: 1\n');
    }
    assert.throws(() => runCommand({ argv: script('process.exit(4)'), piped: input }), /exit 4/);
  });
});

test('what takes too long is stopped, with the programs that it started', () => {
  withTree({}, (root) => {
    const stdout = join(root, 'pid');
    const waits = 'setTimeout(() => {}, 60_000)';
    const starts = `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(waits)}]); process.stdout.write(String(child.pid)); ${waits}`;
    // On a busy machine three seconds may be over before the child is there.
    for (const limit of [3000, 20_000]) {
      assert.ok(runCommand({ argv: script(starts), stdout, family: true }, limit).stopped);
      if (readFileSync(stdout, 'utf8') !== '') break;
    }
    assert.ok(isGone(Number(readFileSync(stdout, 'utf8'))));
    assert.not.ok(runCommand(nothing).stopped);
  });
});

/** Gone, or dead and not yet buried by the first process of a container. */
function isGone(pid: number): boolean {
  assert.ok(pid > 1, 'the child was started');
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      process.kill(pid, 0);
      if (missingProc('') === undefined && /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return true;
    } catch {
      return true;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  return false;
}

test('peak memory is that of the program, not of what started it', () => {
  if (missingProc('') !== undefined) return;
  withTree({}, (directory) => {
    const ballast = Buffer.alloc(300e6, 1);
    const bench = { directory, quick: true, profiles: undefined, say: () => undefined };
    const [small, large] = [0, 200].map((megabytes) =>
      peakMemory(bench, { argv: [process.execPath, join(import.meta.dirname, '../../support/hold-memory.cjs'), String(megabytes)] }),
    );
    assert.is(ballast.length, 300e6);
    assert.ok(Number(small) > 20e6 && Number(small) < 150e6, `${small} bytes`);
    assert.ok(Number(large) - Number(small) > 190e6 && Number(large) - Number(small) < 230e6, `${large} bytes`);
  });
});

test.run();
