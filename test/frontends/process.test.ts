import { type SpawnSyncOptions, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { copyBundles } from '../support/copy-bundles.ts';
import { repository } from '../support/golden-cases.ts';
import { cartPolicy, cartService, shop, switches, withTree } from '../support/temp-tree.ts';
import { testWith } from '../support/test-with.ts';

const bashTest = testWith('bash');

const bundle = join(repository, 'dist/resilience-renderer.cjs');
/** Nobody, on every system that has root: the only way for root to meet a file that it may not read. */
const nobody = 65_534;

function run(argv: readonly string[], options: SpawnSyncOptions): SpawnSyncReturns<string> {
  const env = { PATH: process.env['PATH'], RENDERER: `${process.execPath} ${bundle}` };
  return spawnSync(process.execPath, [bundle, ...argv], { input: '', timeout: 60_000, env, ...options, encoding: 'utf8' });
}

/** A line of bash; `$RENDERER` is the built program. */
function runInShell(script: string, cwd: string): SpawnSyncReturns<string> {
  const env = { PATH: process.env['PATH'], RENDERER: `${process.execPath} ${bundle}` };
  return spawnSync('bash', ['--noprofile', '--norc', '-c', script], { cwd, input: '', timeout: 60_000, env, encoding: 'utf8' });
}

test('the built program is one file that prints its version', () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
  const { status, stdout, stderr } = run(['--version'], { cwd: '/' });
  assert.equal([status, stdout, stderr], [0, `${version}\n`, '']);
});

test('help and explanations go to standard output', () => {
  assert.match(run(['render', '--help'], {}).stdout, /^Usage: resilience-renderer render /);
  assert.match(run(['explain-code', 'RP1003'], {}).stdout, /^RP1003 \(error\): template text <expression> is left in a manifest\n/);
});

test('the exit code of the process is that of the run, and a failure leaves standard output empty', () => {
  withTree({ ...shop, 'again/cart.yaml': cartService }, (cwd) => {
    const runs = [
      [['render', 'cart.yaml', 'policy.yaml'], 0],
      [['render'], 1],
      [['rendr'], 2],
      [['render', '--mesh=linkered'], 2],
      [['render', 'missing'], 3],
    ] as const;
    for (const [argv, expected] of runs) {
      const { status, stdout, stderr } = run(argv, { cwd });
      assert.is(status, expected, stderr);
      assert.is(stdout !== '', expected === 0);
    }
  });
});

test('what comes through a pipe is rendered, large or small', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => switches(`switches-${String(i).padStart(5, '0')}`));
  const input = [...many, cartService, cartPolicy].join('---\n');
  const { status, stdout, stderr } = run(['render', '-'], { input, maxBuffer: 1e8 });
  assert.is(status, 0, stderr);
  assert.ok(stdout.startsWith(`${many.join('---\n')}---\n`), 'all of it, in order');
});

test('an empty pipe is an error', () => {
  const { status, stdout, stderr } = run(['render', '-'], { input: '' });
  assert.equal([status, stdout], [1, '']);
  assert.match(stderr, 'error RP5003');
});

bashTest('a reader that goes away ends the run quietly', () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`s${i}.yaml`, Array.from({ length: 500 }, (_, k) => switches(`s-${i}-${k}`)).join('---\n')]),
  );
  withTree({ ...shop, ...files }, (cwd) => {
    const { stdout, stderr } = runInShell('set -o pipefail; $RENDERER render . | head -c 100; echo; echo "status $PIPESTATUS"', cwd);
    assert.is(stdout.length, 100 + '\nstatus 0\n'.length);
    assert.ok(stdout.startsWith('apiVersion: v1\n') && stdout.endsWith('\nstatus 0\n'), stdout);
    assert.is(stderr, '');
  });
});

bashTest('diagnostics that nobody reads are no error', () => {
  withTree({ ...shop, 'again.yaml': cartService }, (cwd) => {
    const { stdout } = runInShell('$RENDERER render . 2> >(true); echo "status $?"', cwd);
    assert.is(stdout, 'status 1\n');
  });
});

bashTest('a full disk is RP5010', () => {
  withTree(shop, (cwd) => {
    const { stdout, stderr } = runInShell('test -e /dev/full || exit 9; $RENDERER render . > /dev/full; echo "status $?"', cwd);
    assert.is(stdout, 'status 3\n');
    assert.match(stderr, /^error RP5010: the output cannot be written: no space is left\n/);
  });
});

bashTest('the output of another program can be named as a path', () => {
  withTree({ 'policy.yaml': cartPolicy, 'input.txt': cartService }, (cwd) => {
    const { status, stdout, stderr } = runInShell('$RENDERER render <(cat input.txt; sleep 0.2) policy.yaml', cwd);
    assert.is(status, 0, stderr);
    assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
  });
});

bashTest('a directory as standard input is RP5002', () => {
  withTree(shop, (cwd) => {
    const { status, stderr } = runInShell('$RENDERER render - < .', cwd);
    assert.is(status, 3);
    assert.match(stderr, /^standard input: error RP5002: standard input cannot be read: it is a directory\n$/);
  });
});

test('links inside the tree are followed, other links are named', () => {
  withTree({ 'app/cart.yaml': cartService, 'parts/policy.yaml': cartPolicy, 'parts/deep/switches.yaml': switches('deep') }, (cwd) => {
    withTree({ 'stock.yaml': switches('stock') }, (elsewhere) => {
      symlinkSync('../parts', join(cwd, 'app/parts'));
      symlinkSync('..', join(cwd, 'parts/deep/up'));
      symlinkSync(elsewhere, join(cwd, 'app/outside'));
      symlinkSync(join(elsewhere, 'stock.yaml'), join(cwd, 'app/stock.yaml'));
      symlinkSync('nowhere.yaml', join(cwd, 'app/gone.yaml'));
      symlinkSync('round.yaml', join(cwd, 'app/round.yaml'));
      symlinkSync('nowhere', join(cwd, 'app/no-manifest'));
      const { status, stdout, stderr } = run(['render', '.'], { cwd });
      assert.is(status, 0, 'what two paths lead to is read once');
      assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
      assert.is(stdout.split('name: deep').length, 2);
      assert.equal(stderr.trimEnd().split('\n'), [
        'app/gone.yaml: warning RP5008: app/gone.yaml is skipped: the link leads nowhere',
        'app/outside: warning RP5008: app/outside is skipped: the link leaves the directory that is rendered',
        'app/parts/deep/up: warning RP5008: app/parts/deep/up is skipped: the link leads back to a directory above it',
        'app/round.yaml: warning RP5008: app/round.yaml is skipped: the link leads nowhere',
        'app/stock.yaml: warning RP5008: app/stock.yaml is skipped: the link leaves the directory that is rendered',
      ]);
    });
  });
});

test('a link that is named on the command line may lead anywhere', () => {
  withTree(shop, (elsewhere) => {
    withTree({}, (cwd) => {
      symlinkSync(elsewhere, join(cwd, 'app'));
      symlinkSync(join(elsewhere, 'cart.yaml'), join(cwd, 'cart.yaml'));
      symlinkSync('round', join(cwd, 'round'));
      assert.is(run(['render', 'app'], { cwd }).status, 0);
      assert.is(run(['render', 'cart.yaml'], { cwd }).status, 0);
      const { status, stderr } = run(['render', 'round'], { cwd });
      assert.is(status, 3);
      assert.match(stderr, /^round: error RP5002: round cannot be read: its links lead round in a circle\n$/);
    });
  });
});

bashTest('what is no regular file is skipped, and never waited for', () => {
  withTree(shop, (cwd) => {
    const { status, stdout, stderr } = runInShell('mkfifo pipe.yaml && mkdir folder.yaml && $RENDERER render .', cwd);
    assert.is(status, 0, stderr);
    assert.ok(stdout !== '');
    assert.is(stderr, 'pipe.yaml: warning RP5008: pipe.yaml is skipped: it is not a regular file\n');
  });
});

test('a file and a directory that may not be read are RP5002', () => {
  withTree({ ...shop, 'secret/switches.yaml': switches('secret'), 'own.yaml': switches('own') }, (cwd) => {
    const isRoot = process.getuid?.() === 0;
    // Nobody may not look into the repository: the program has to stand beside the files.
    mkdirSync(join(cwd, '.bin'));
    copyBundles(join(cwd, '.bin'));
    const program = join(cwd, '.bin/resilience-renderer.cjs');
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'own.yaml'), 0o000);
    chmodSync(join(cwd, 'secret'), 0o000);
    const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, 'render', '.'], {
      cwd,
      encoding: 'utf8',
      ...(isRoot ? { uid: nobody, gid: nobody } : {}),
    });
    chmodSync(join(cwd, 'secret'), 0o755);
    if (error !== undefined) throw new Error(`cannot run as another user: ${error.message}`);
    assert.is(status, 3);
    assert.is(stdout, '');
    assert.is(
      stderr,
      'own.yaml: error RP5002: own.yaml cannot be read: permission denied\nsecret: error RP5002: secret cannot be read: permission denied\n',
    );
  });
});

bashTest('an in-place loop of the shell cannot feed the output back as input', () => {
  withTree(shop, (cwd) => {
    const { stdout, stderr } = runInShell(
      '$RENDERER render . > rendered.yaml; echo "status $?"; $RENDERER render . > again.yaml; echo "status $?"',
      cwd,
    );
    assert.is(stdout, 'status 0\nstatus 1\n', stderr);
    assert.match(stderr, 'RP3007');
  });
});

test.run();
