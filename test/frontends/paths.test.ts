import { spawnSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundle, type Meddling, runBundle, runWatched, type Watched } from '../support/run-bundle.ts';
import { cartPolicy, cartService, configText, shop, switches, withTree } from '../support/temp-tree.ts';
import { testWith } from '../support/test-with.ts';

const bashTest = testWith('bash');
const isRoot = process.getuid?.() === 0;

/** Says what it holds, so that a leak shows. */
const treasure = switches('treasure');

interface Places {
  readonly root: string;
  /** Where nothing may be read. */
  readonly outside: string;
  run(argv?: readonly string[], meddling?: Meddling): Watched;
}

/** A project, and beside it a directory with a treasure; every run proves that nothing outside the project was opened. */
function withPlaces(files: Readonly<Record<string, string>>, use: (places: Places) => void): void {
  const inside = Object.entries(files).map(([path, text]) => [`project/${path}`, text]);
  withTree({ ...Object.fromEntries(inside), 'outside/treasure.yaml': treasure }, (top) => {
    const root = join(top, 'project');
    const outside = join(top, 'outside');
    const run: Places['run'] = (argv = ['render', '.'], meddling = undefined) => {
      const record = join(top, 'record');
      rmSync(record, { force: true });
      const done = runWatched(argv, { cwd: root, record, ...(meddling && { meddling }) });
      const real = realpathSync(root);
      const strange = done.opened.filter((path) => dirname(path) !== dirname(bundle) && path !== real && !path.startsWith(`${real}/`));
      assert.equal(strange, [], 'nothing outside the project is opened');
      assert.not.match(done.stdout + done.stderr, /treasure$/m);
      return done;
    };
    use({ root, outside, run });
  });
}

function shell(script: string, cwd: string): void {
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-c', script], { cwd, encoding: 'utf8' });
  assert.is(status, 0, stderr);
}

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');

test('links of every kind are followed inside the root alone', () => {
  withPlaces({ ...shop, 'parts/deep/switches.yaml': switches('deep') }, ({ root, outside, run }) => {
    const links: Readonly<Record<string, string>> = {
      'absolute.yaml': join(outside, 'treasure.yaml'),
      'absolute-inside.yaml': join(root, 'parts/deep/switches.yaml'),
      'chain-1.yaml': 'chain-2.yaml',
      'chain-2.yaml': '../outside/treasure.yaml',
      // Out of the root and back: what counts is where it ends.
      'returning.yaml': '../outside/back.yaml',
      '../outside/back.yaml': '../project/.hidden.yaml',
      'device.yaml': '/dev/zero',
      'itself.yaml': 'itself.yaml',
      'first.yaml': 'second.yaml',
      'second.yaml': 'first.yaml',
      'nowhere.yaml': 'nothing/here.yaml',
      'through-a-file.yaml': 'cart.yaml/x.yaml',
      directory: '../outside',
      // A directory of the root, with a link in it that leads out.
      'again/parts': '../parts',
      'parts/out.yaml': '../../outside/treasure.yaml',
      'parts/up': '..',
      'parts/proc.yaml': '/proc/self/environ',
      'proc-root': '/proc/self/root',
    };
    writeFileSync(join(root, '.hidden.yaml'), switches('hidden'));
    for (const [path, target] of Object.entries(links)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(target, join(root, path));
    }
    const { status, stdout, stderr } = run();
    assert.is(status, 0, stderr);
    assert.is(stdout.split('name: deep\n').length, 2, 'once, whatever leads to it');
    assert.match(stdout, 'name: hidden\n');
    const skipped = linesOf(stderr).map((line) => /^(\S+): warning RP5008: \S+ is skipped: (.*)$/.exec(line)?.slice(1).join(': '));
    const leaves = 'the link leaves the directory that is rendered';
    const nowhere = 'the link leads nowhere';
    assert.equal(skipped, [
      `absolute.yaml: ${leaves}`,
      `again/parts/out.yaml: ${leaves}`,
      `again/parts/proc.yaml: ${leaves}`,
      'again/parts/up: the link leads back to a directory above it',
      `chain-1.yaml: ${leaves}`,
      `chain-2.yaml: ${leaves}`,
      `device.yaml: ${leaves}`,
      `directory: ${leaves}`,
      `first.yaml: ${nowhere}`,
      `itself.yaml: ${nowhere}`,
      `nowhere.yaml: ${nowhere}`,
      `proc-root: ${leaves}`,
      `second.yaml: ${nowhere}`,
      `through-a-file.yaml: ${nowhere}`,
    ]);
  });
});

test('the root may itself be a link, or lie behind one', () => {
  withPlaces({ 'app/cart.yaml': cartService, 'app/policy.yaml': cartPolicy }, ({ root, run }) => {
    symlinkSync('app', join(root, 'link'));
    symlinkSync('.', join(root, 'here'));
    symlinkSync('../app/cart.yaml', join(root, 'app/again.yaml'));
    for (const path of ['link', 'here/app', 'here/here/link', 'link/.']) {
      const { status, stdout, stderr } = run(['render', path]);
      assert.equal([status, stderr], [0, '']);
      assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
    }
  });
});

bashTest('pipes, sockets and devices in a tree are skipped, and never opened', () => {
  withPlaces(shop, ({ root, run }) => {
    const listen = "require('net').createServer().listen('socket.yaml', () => process.kill(process.pid, 'SIGKILL'))";
    shell(`mkfifo pipe.yaml; '${process.execPath}' -e "${listen}"; test -S socket.yaml`, root);
    if (isRoot) shell('mknod device.yaml c 1 5', root);
    symlinkSync('pipe.yaml', join(root, 'to-pipe.yaml'));
    const { status, stderr } = run();
    assert.is(status, 0, stderr);
    const names = linesOf(stderr).map((line) => /^(\S+): warning RP5008: \S+ is skipped: it is not a regular file$/.exec(line)?.[1]);
    assert.equal(names, [...(isRoot ? ['device.yaml'] : []), 'pipe.yaml', 'socket.yaml']);
  });
});

bashTest('pipes that the user names are read to their end; a device without one is RP5002', () => {
  withTree({ 'policy.yaml': cartPolicy, 'input.txt': cartService }, (cwd) => {
    const run = (line: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
      spawnSync('bash', ['--noprofile', '--norc', '-c', `RENDERER='${process.execPath} ${bundle} render policy.yaml'; ${line}`], {
        cwd,
        encoding: 'utf8',
        timeout: 60_000,
      });
    for (const line of [
      '$RENDERER <(cat input.txt)',
      'cat input.txt | $RENDERER /dev/stdin',
      '$RENDERER /dev/stdin < input.txt',
      '$RENDERER /dev/fd/7 7< input.txt',
      'mkfifo named; (cat input.txt > named) & $RENDERER named',
    ]) {
      const { status, stdout, stderr } = run(line);
      assert.is(status, 0, `${line}\n${stderr}`);
      assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive', line);
    }
    const { status, stdout, stderr } = run('$RENDERER /dev/zero');
    assert.equal([status, stdout], [3, '']);
    assert.match(stderr, /^\/dev\/zero: error RP5002: \/dev\/zero cannot be read: it is a device that does not end\n/);
  });
});

/** What somebody may put where a file is expected that the call does not name. */
const traps: readonly (readonly [make: string, expected: RegExp])[] = [
  ['mkfifo "$1"', /error RP5058: \S+ is not read: it is not a regular file\n/],
  ['mkdir "$1"', /error RP5058: \S+ is not read: it is not a regular file\n/],
  ['ln -s ../outside/treasure.yaml "$1"', /error RP5058: \S+ is not read: it is a link out of the directory that it belongs to\n/],
  ['ln -s /dev/zero "$1"', /error RP5058: \S+ is not read: it is a link out of the directory that it belongs to\n/],
  ['ln -s "$1" "$1"', /error RP5002: \S+ cannot be read: its links lead round in a circle\n/],
  ['truncate -s 17M "$1"', /error RP5058: \S+ is not read: it is larger than 16 MiB\n/],
];

bashTest('a configuration that nobody named is a regular file inside its project, or an error', () => {
  for (const [make, expected] of [...traps, ['ln -s nothing "$1"', /error RP5002: \S+ cannot be read: it does not exist\n/] as const]) {
    withPlaces(shop, ({ root, run }) => {
      shell(make.replaceAll('$1', 'resilience-renderer.yaml'), root);
      const { status, stdout, stderr } = run();
      assert.equal([status, stdout], [3, ''], `${make}\n${stderr}`);
      assert.match(stderr, expected);
      if (make.startsWith('mkfifo')) assert.is(run(['render', '--write']).status, 3);
    });
  }
});

test('a configuration may be a link inside its project, and --config may name any file', () => {
  withTree({ 'project/cart.yaml': cartService, 'project/policy.yaml': cartPolicy, 'config.yaml': configText('policies: drop') }, (top) => {
    const cwd = join(top, 'project');
    writeFileSync(join(cwd, '.renderer.yaml'), configText('policies: drop'));
    symlinkSync('.renderer.yaml', join(cwd, 'resilience-renderer.yaml'));
    assert.not.match(runBundle(['render', '.'], { cwd }).stdout, 'ResiliencePolicy');
    rmSync(join(cwd, 'resilience-renderer.yaml'));
    assert.not.match(runBundle(['render', '.', '--config=../config.yaml'], { cwd }).stdout, 'ResiliencePolicy');
    assert.match(runBundle(['render', '.'], { cwd }).stdout, 'ResiliencePolicy');
  });
});

bashTest('a kustomization is a regular file inside the project, or nothing is written', () => {
  for (const [make, expected] of traps) {
    const routed = `${cartPolicy}  timeout:\n    requestTimeout: 10s\n`;
    withPlaces({ 'cart.yaml': cartService, 'policy.yaml': routed }, ({ root, run }) => {
      shell(make.replaceAll('$1', 'kustomization.yaml'), root);
      // What leads round in a circle is not there for kustomize either.
      if (make.startsWith('ln -s "$1"')) return;
      const { status, stderr } = run(['render', '--write']);
      assert.is(status, 3, `${make}\n${stderr}`);
      assert.match(stderr, expected);
      assert.not.match(readdirSync(root).join(), 'resilience.generated.yaml');
    });
  }
});

bashTest('names are read whatever is in them, and those that are no UTF-8 are RP5056', () => {
  const odd = [
    'new\nline.yaml',
    'bell\x07.yaml',
    '\x1b[31mred.yaml',
    '\ufffd.yaml',
    '名前.yaml',
    ' space .yaml',
    `${'l'.repeat(250)}.yaml`,
    '-.yaml',
  ];
  withPlaces({ ...shop, ...Object.fromEntries(odd.map((name, i) => [name, switches(`odd-${i}`)])) }, ({ root, run }) => {
    const { status, stdout, stderr } = run();
    assert.equal([status, stderr], [0, '']);
    for (const [i, name] of odd.entries()) assert.match(stdout, `name: odd-${i}\n`, JSON.stringify(name));
    shell(
      "mkdir $'b\\xe9'; cp cart.yaml $'b\\xe9/cart.yaml'; cp cart.yaml $'\\xff\\xfe.yaml'; ln -s cart.yaml $'li\\x80nk'; touch $'\\xe9.txt'",
      root,
    );
    const refused = run();
    assert.equal([refused.status, refused.stdout], [3, '']);
    const errors = linesOf(refused.stderr).filter((line) => line.includes('error'));
    assert.equal(
      errors.map((line) => line.slice(line.indexOf('error'))),
      ['b\\xE9', 'li\\x80nk', '\\xFF\\xFE.yaml'].map((name) => `error RP5056: a file name is not UTF-8: ${name}`),
    );
    assert.is(run(['render', '.', '--exclude=b*', '--exclude=li*', '--exclude=*.yaml', '--allow-empty']).status, 0);
  });
});

bashTest('a tree that is deeper than the system allows paths to be is RP5002', () => {
  withPlaces(shop, ({ root, run }) => {
    const deep = `d=$(printf 'd%.0s' {1..200}); for i in {1..30}; do mkdir $d && cd $d; done; echo 'kind: X' > x.yaml`;
    shell(deep, root);
    try {
      const { status, stdout, stderr } = run();
      assert.equal([status, stdout], [3, '']);
      assert.match(stderr, /error RP5002: \S+ cannot be read: its path is longer than the system allows\n$/);
    } finally {
      shell('rm -rf dddd*', root);
    }
  });
});

test('names that differ in case alone warn with RP5057', () => {
  withPlaces(shop, ({ root, run }) => {
    writeFileSync(join(root, 'Cart.yaml'), switches('upper'));
    // On a disk that folds case there is only one of them.
    if (!readdirSync(root).includes('cart.yaml')) return;
    const { status, stderr } = run();
    assert.is(status, 0);
    assert.match(stderr, /^cart\.yaml: warning RP5057: cart\.yaml and Cart\.yaml differ in upper and lower case alone\n/);
    assert.is(run(['render', '.', '--strict']).status, 1);
  });
});

/** Between the look at the tree and the opening of a file; the steps get the absolute paths of the project and of what is outside. */
const races: Readonly<Record<string, { steps(root: string, outside: string): Meddling['steps']; readonly expected: RegExp }>> = {
  'a file becomes a link out of the root': {
    steps: (root, outside) => [
      ['rmSync', join(root, 'app/cart.yaml')],
      ['symlinkSync', join(outside, 'treasure.yaml'), join(root, 'app/cart.yaml')],
    ],
    expected: /error RP5055: app\/cart\.yaml changed while it was read: a link has taken its place\n/,
  },
  'a file becomes a link inside the root': {
    steps: (root) => [
      ['renameSync', join(root, 'app/cart.yaml'), join(root, 'app/.moved.yaml')],
      ['symlinkSync', '.moved.yaml', join(root, 'app/cart.yaml')],
    ],
    expected: /error RP5055: app\/cart\.yaml changed while it was read: a link has taken its place\n/,
  },
  'a file vanishes': {
    steps: (root) => [['rmSync', join(root, 'app/cart.yaml')]],
    expected: /error RP5002: app\/cart\.yaml cannot be read: it does not exist\n/,
  },
  'a file becomes a directory': {
    steps: (root) => [
      ['rmSync', join(root, 'app/cart.yaml')],
      ['mkdirSync', join(root, 'app/cart.yaml')],
    ],
    expected: /error RP5058: app\/cart\.yaml is not read: it is not a regular file\n/,
  },
};

for (const [what, { steps, expected }] of Object.entries(races)) {
  test(`between finding and opening, ${what}`, () => {
    withPlaces({ 'app/cart.yaml': cartService, 'policy.yaml': cartPolicy }, ({ root, outside, run }) => {
      symlinkSync('treasure.yaml', join(outside, 'cart.yaml'));
      const { status, stdout, stderr } = run(['render', '.'], { before: 'openSync', match: '/cart.yaml', steps: steps(root, outside) });
      assert.equal([status, stdout], [3, ''], stderr);
      assert.match(stderr, expected);
    });
  });
}

test('a directory that becomes a link out of the root before it is opened is RP5055, and nothing in it is opened', () => {
  withTree({ 'project/app/cart.yaml': cartService, 'project/policy.yaml': cartPolicy, 'outside/cart.yaml': treasure }, (top) => {
    const cwd = join(top, 'project');
    const steps = [
      ['renameSync', join(cwd, 'app'), join(cwd, '.app')],
      ['symlinkSync', '../outside', join(cwd, 'app')],
    ];
    const meddling: Meddling = { before: 'openSync', match: 'app', steps };
    const { status, stdout, stderr, opened } = runWatched(['render', '.'], { cwd, record: join(top, 'record'), meddling });
    assert.equal([status, stdout], [3, ''], stderr);
    assert.match(stderr, 'app/cart.yaml: error RP5055: app/cart.yaml changed while it was read: the way to it leads out of the directory');
    assert.not.match(opened.join('\n'), 'outside/cart.yaml');
  });
});

test('a directory that is replaced once it is open is still the one that is read', () => {
  withPlaces({ 'app/cart.yaml': cartService, 'policy.yaml': cartPolicy }, ({ root, outside, run }) => {
    const steps = [
      ['renameSync', join(root, 'app'), join(root, '.app')],
      ['symlinkSync', outside, join(root, 'app')],
    ];
    writeFileSync(join(outside, 'cart.yaml'), treasure);
    const { status, stdout, stderr } = run(['render', '.'], { before: 'openSync', match: '/cart.yaml', steps });
    assert.is(status, 0, stderr);
    assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
  });
});

test('a file that is written to while it is read is RP5055', () => {
  withPlaces(shop, ({ root, run }) => {
    for (const [step, ...given] of [
      ['appendFileSync', join(root, 'cart.yaml'), '# more\n'],
      ['truncateSync', join(root, 'cart.yaml')],
    ] as const) {
      writeFileSync(join(root, 'cart.yaml'), cartService);
      const { status, stdout, stderr } = run(['render', '.'], { before: 'readSync', nth: 1, steps: [[step, ...given]] });
      assert.equal([status, stdout], [3, ''], stderr);
      assert.match(stderr, /^cart\.yaml: error RP5055: cart\.yaml changed while it was read: somebody wrote to it\n/);
    }
  });
});

test('a file that is too large to be held has to stay the same until everything is printed', () => {
  withTree({ 'outside/treasure.yaml': treasure }, (top) => {
    const cwd = join(top, 'project');
    mkdirSync(cwd);
    const large = join(cwd, 'large.yaml');
    const text = `    ${'basket '.repeat(18)}\n`.repeat(8192);
    const output = openSync(join(top, 'output'), 'w');
    const input = openSync(large, 'w');
    for (let i = 0; i < 260; i++) writeSync(input, `${switches(`s-${i}`).replace('"on"', '|')}${text}---\n`);
    closeSync(input);
    writeFileSync(join(cwd, 'cart.yaml'), cartService);
    writeFileSync(join(cwd, 'policy.yaml'), cartPolicy);
    const run = (meddling: Meddling, stdout?: number): Watched =>
      runWatched(['render', '.'], { cwd, record: join(top, 'record'), meddling, ...(stdout === undefined ? {} : { stdout }) });
    // The first opening is the one that finds it.
    const again = { before: 'openSync', match: 'large.yaml', nth: 2 };
    const touched = run({ ...again, steps: [['utimesSync', large, '1', '1']] });
    assert.equal([touched.status, touched.stdout], [3, '']);
    assert.match(touched.stderr, /^large\.yaml: error RP5055: large\.yaml changed while it was read: somebody wrote to it\n/);
    const cut = run({ before: 'writeSync', match: '1', nth: 3, steps: [['utimesSync', large, '2', '2']] }, output);
    assert.is(cut.status, 3);
    assert.match(cut.stderr, 'error RP5055');
    assert.ok(fstatSync(output).size < 3 * 1024 * 1024, 'nothing is printed after it changed');
    closeSync(output);
    const gone = run({ ...again, steps: [['rmSync', large]] });
    assert.equal([gone.status, gone.stdout], [3, '']);
    assert.match(gone.stderr, 'large.yaml: error RP5002: large.yaml cannot be read: it does not exist\n');
  });
});

test.run();
