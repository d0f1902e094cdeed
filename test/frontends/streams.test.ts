import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundle, runBundle } from '../support/run-bundle.ts';
import { cartPolicy, cartService, shop, switches, withTree } from '../support/temp-tree.ts';
import { testWith } from '../support/test-with.ts';

const bashTest = testWith('bash');

/** A line of bash; `$RENDERER` is the built program, `$NODE` what runs it. */
function shell(script: string, cwd: string): SpawnSyncReturns<string> {
  const env = { PATH: process.env['PATH'], NODE: process.execPath, RENDERER: `${process.execPath} ${bundle}` };
  const options = { cwd, input: '', timeout: 60_000, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return spawnSync('bash', ['--noprofile', '--norc', '-c', `set -o pipefail; ${script}`], options);
}

const stream = `${cartService}---\n${cartPolicy}`;
const many = Array.from({ length: 6000 }, (_, i) => switches(`s-${i}`)).join('---\n');

/** Says its input in pieces of 7 bytes, or takes its time between pieces that it reads. */
const slow = `
const { readFileSync, readSync, writeSync } = require('node:fs');
const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
if (process.argv[2] === 'say') {
  const bytes = readFileSync(process.argv[3]);
  for (let at = 0; at < bytes.length; at += 7) { writeSync(1, bytes, at, Math.min(7, bytes.length - at)); pause(); }
} else {
  const piece = Buffer.alloc(8192);
  for (let read; (read = readSync(0, piece)) > 0; pause()) writeSync(1, piece, 0, read);
}`;

bashTest('input that dribbles and output that is taken slowly are the same bytes', () => {
  withTree({ ...shop, 'slow.cjs': slow, 'stream.yaml': stream, 'many.yaml': many }, (cwd) => {
    writeFileSync(join(cwd, 'all.yaml'), `${stream}---\n${many}`);
    const wanted = runBundle(['render', 'stream.yaml'], { cwd }).stdout;
    assert.ok(wanted !== '');
    const dribbled = shell('$NODE slow.cjs say stream.yaml | $RENDERER render -', cwd);
    assert.equal([dribbled.status, dribbled.stdout], [0, wanted], dribbled.stderr);
    const whole = shell('$RENDERER render all.yaml', cwd);
    const taken = shell('$RENDERER render all.yaml | $NODE slow.cjs take', cwd);
    assert.is(taken.status, 0, taken.stderr);
    assert.ok(taken.stdout === whole.stdout && taken.stdout.length > 512 * 1024);
  });
});

bashTest('a stdin that is closed is an empty one, and a stdout that is closed gets nothing', () => {
  withTree(shop, (cwd) => {
    const empty = shell('$RENDERER render - <&-', cwd);
    assert.equal([empty.status, empty.stdout], [1, '']);
    assert.match(empty.stderr, 'error RP5003');
    const bare = shell('$RENDERER <&-', cwd);
    assert.is(bare.status, 2);
    assert.match(bare.stderr, 'error RP5021');
    // Nothing of the project may end up in a file that got the number of standard output.
    const closed = shell(
      '$RENDERER render . >&-; $RENDERER render --write >&- 2>&-; $RENDERER render --check >&- && $RENDERER render . > out',
      cwd,
    );
    assert.equal([closed.status, closed.stdout, closed.stderr], [0, '', '']);
  });
});

bashTest('a reader that leaves after the first line ends the run quietly, in every frontend', () => {
  withTree({ ...shop, 'many.yaml': many }, (cwd) => {
    for (const call of ['render .', 'argocd generate', 'render --output=json .']) {
      const { status, stdout, stderr } = shell(`HOME=/ $RENDERER ${call} | head -1`, cwd);
      assert.equal([status, stderr, stdout.split('\n').length], [0, '', 2], call);
    }
  });
});

bashTest('a full disk behind standard output is RP5010 in every frontend', () => {
  withTree({ ...shop, 'slow.cjs': slow, 'list.yaml': `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n` }, (cwd) => {
    for (const [call, exit] of [
      ['render .', 3],
      ['argocd generate', 3],
      ['argocd parameters', 3],
      ['explain-code RP5010', 3],
      ['--help', 3],
      [' < list.yaml', 3],
      ['render --diff', 3],
    ] as const) {
      const { status, stderr } = shell(`test -e /dev/full || exit 9; rm -f slow.cjs; HOME=/ $RENDERER ${call} > /dev/full`, cwd);
      assert.is(status, exit, `${call}\n${stderr}`);
      assert.match(stderr, 'error RP5010: the output cannot be written: no space is left', call);
    }
  });
});

test.run();
