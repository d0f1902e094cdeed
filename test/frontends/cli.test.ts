import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, configText, shop, switches, withTree } from '../support/temp-tree.ts';

const repeated = { ...shop, 'again.yaml': cartService };
const warned = { ...shop, 'nameless.yaml': 'apiVersion: v1\nmetadata:\n  name: kindless\n' };

/** Runs a command line in a directory that holds the files. */
function call(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  world: Parameters<typeof callCli>[1]['world'] = {},
): CliResult {
  return withTree(files, (cwd) => callCli(argv, { cwd, world }));
}

function callWithStdin(stdin: string, ...argv: readonly string[]): CliResult {
  return withTree({ 'policy.yaml': cartPolicy }, (cwd) => callCli(argv, { cwd, stdin }));
}

test('help shows every command, an example of each, and the exit codes', () => {
  const { exit, stdout, stderr } = call({}, ['--help']);
  assert.is(exit, 0);
  assert.is(stderr, '');
  for (const words of [
    'render [options] [path...]',
    'explain-code <code>',
    'Examples:',
    'render -',
    'explain-code RP3002',
    '2 wrong usage',
  ]) {
    assert.ok(stdout.includes(words), words);
  }
});

test('every command has help with an example', () => {
  for (const command of ['render', 'validate', 'import', 'verify', 'plugin', 'explain-code']) {
    const { exit, stdout } = call({}, [command, '--help']);
    assert.is(exit, 0);
    assert.match(stdout, new RegExp(`^Usage: resilience-renderer ${command} [^]*\nExamples?:\n {2}resilience-renderer ${command}`));
  }
});

test('no command at all is help for a person', () => {
  const { exit, stdout, stderr } = call({}, [], { stdinIsTerminal: () => true });
  assert.equal([exit, stderr], [0, '']);
  assert.match(stdout, /^Usage: /);
});

test('typos of commands and options are wrong usage with a suggestion', () => {
  const typos = [
    [['rendr', '.'], 'render'],
    [['explain', 'RP3002'], 'explain-code'],
    [['render', '--polices', 'drop'], '--policies'],
    [['render', '--polices=drop'], '--policies'],
    [['render', '--stirct'], '--strict'],
    [['explain-code', 'RP302'], 'RP3002'],
  ] as const;
  for (const [argv, wanted] of typos) {
    const { exit, stdout, stderr } = call(shop, argv);
    assert.is(exit, 2, argv.join(' '));
    assert.is(stdout, '');
    assert.match(stderr.toLowerCase(), `(did you mean ${wanted.toLowerCase()}?)`);
  }
});

test('wrong usage without anything like it has no suggestion', () => {
  for (const argv of [['bake'], ['render', '--bake=3'], ['explain-code', 'E404'], ['explain-code'], ['render', '--mesh']]) {
    const { exit, stdout, stderr } = call(shop, argv);
    assert.is(exit, 2, argv.join(' '));
    assert.is(stdout, '');
    assert.match(stderr, /^error: /);
    assert.not.match(stderr, 'mean');
  }
});

test('explain-code knows a code in any case', () => {
  const { exit, stdout } = call({}, ['explain-code', 'rp3002']);
  assert.is(exit, 0);
  assert.match(stdout, /^RP3002 \(error\): policy <policy> targets Service "<service>"/);
});

test('the exit code tells what kind of problem it was, and a failure prints nothing', () => {
  const runs = [
    [shop, ['render'], 0],
    [shop, ['render', '.'], 0],
    [repeated, ['render'], 1],
    [{}, ['render'], 1],
    [shop, ['render', '--mesh=linkered'], 2],
    [{ ...shop, 'resilience-renderer.yaml': configText('mesh: 1') }, ['render'], 2],
    [shop, ['render', 'missing'], 3],
    [shop, ['render', '--config=missing.yaml'], 3],
    // The gravest decides.
    [repeated, ['render', '.', 'missing'], 3],
  ] as const;
  for (const [files, argv, expected] of runs) {
    const { exit, stdout, stderr } = call(files, argv);
    assert.is(exit, expected, argv.join(' '));
    assert.is(stdout !== '', expected === 0, argv.join(' '));
    assert.is(stderr !== '', expected !== 0, argv.join(' '));
  }
});

test('--strict makes warnings fail; a notice never does', () => {
  assert.is(call(warned, ['render']).exit, 0);
  const strict = call(warned, ['render', '--strict']);
  assert.is(strict.exit, 1);
  assert.is(strict.stdout, '');
  assert.is(call({ ...shop, 'values.yaml': 'a: 1\n' }, ['render', '--strict']).exit, 0);
});

test('--quiet prints what fails the run and nothing else', () => {
  assert.match(call(warned, ['render']).stderr, 'warning RP1012');
  assert.is(call(warned, ['render', '--quiet']).stderr, '');
  assert.match(call(warned, ['render', '--quiet', '--strict']).stderr, /^nameless.yaml:1:1: warning RP1012: .*\n {2}hint: .*\n$/);
  const { stderr } = call({ ...warned, ...repeated }, ['render', '-q']);
  assert.match(stderr, 'error RP3007');
  assert.not.match(stderr, 'RP1012');
});

test('--diagnostics=json prints one array, also when there is nothing to say', () => {
  assert.equal(JSON.parse(call(shop, ['render', '--diagnostics=json']).stderr), []);
  const { exit, stdout, stderr } = call(repeated, ['render', '--diagnostics=json']);
  assert.is(exit, 1);
  assert.is(stdout, '');
  assert.equal(JSON.parse(stderr), [
    {
      code: 'RP3007',
      severity: 'error',
      message: 'Service shop/cart stands twice in the input',
      hint: 'remove one of the two, or render them apart',
      file: 'cart.yaml',
      line: 1,
      col: 1,
      related: [{ file: 'again.yaml', line: 1, col: 1 }],
    },
  ]);
});

test('the environment chooses the format of diagnostics, and a flag comes before it', () => {
  const env = { RESILIENCE_RENDERER_DIAGNOSTICS: 'json' };
  assert.is(JSON.parse(call(repeated, ['render'], { env }).stderr).length, 1);
  assert.match(call(repeated, ['render', '--diagnostics=text'], { env }).stderr, /^cart.yaml:1:1: error RP3007/);
});

test('no environment variable changes what is rendered', () => {
  const env = {
    RESILIENCE_RENDERER_DIAGNOSTICS: 'json',
    RESILIENCE_RENDERER_MESH: 'istio',
    RESILIENCE_RENDERER_POLICIES: 'drop',
    RESILIENCE_RENDERER_CONFIG: 'other.yaml',
    LANG: 'tr_TR.UTF-8',
    NO_COLOR: '1',
  };
  assert.is(call(shop, ['render'], { env }).stdout, call(shop, ['render']).stdout);
});

test('colour is for terminals that want it, unless it is asked for', () => {
  const control = '\u001b[';
  const isColoured = (argv: readonly string[], world: NonNullable<Parameters<typeof callCli>[1]['world']>): boolean =>
    call(repeated, ['render', ...argv], world).stderr.includes(control);
  const terminal = { stderrIsTerminal: () => true };
  assert.ok(isColoured([], terminal));
  assert.not.ok(isColoured([], {}));
  assert.not.ok(isColoured([], { ...terminal, env: { NO_COLOR: '1' } }));
  assert.ok(isColoured([], { ...terminal, env: { NO_COLOR: '' } }));
  assert.not.ok(isColoured([], { ...terminal, env: { TERM: 'dumb' } }));
  assert.ok(isColoured(['--color=always'], { env: { NO_COLOR: '1' } }));
  assert.not.ok(isColoured(['--color=never'], terminal));
  assert.ok(isColoured(['--color=auto'], terminal));
});

test('standard input is a path like any other, read once', () => {
  for (const argv of [
    ['render', '-', 'policy.yaml'],
    ['render', 'policy.yaml', '-'],
    ['render', '-', '.', '-'],
  ]) {
    const found = callWithStdin(cartService, ...argv);
    assert.is(found.exit, 0, found.stderr);
    assert.match(found.stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
  }
  assert.match(callWithStdin('kind: Service: x', 'render', '-').stderr, /^-:1:14: error RP1001/);
});

test('a file that vanishes while it is rendered is RP5002, like any refusal of the system', () => {
  const vanished = () => {
    throw Object.assign(new Error('ENOENT: no such file or directory'), { code: 'ENOENT', syscall: 'open', path: 'large.yaml' });
  };
  const { exit, stdout, stderr } = call(shop, ['render', '-'], { readStdin: vanished });
  assert.equal([exit, stdout, stderr], [3, '', 'large.yaml: error RP5002: large.yaml cannot be read: it does not exist\n']);
});

test('a file that is named twice is read once', () => {
  assert.is(call(shop, ['render', '.', 'cart.yaml', './cart.yaml']).exit, 0);
});

test('files below hidden directories and node_modules are not read, and other names neither', () => {
  const broken = 'kind: Service\n{';
  const more = { '.git/a.yaml': broken, 'node_modules/a/b.yaml': broken, '.hidden.yaml': broken, 'a.yaml.bak': broken, 'b.txt': broken };
  assert.is(call({ ...shop, ...more }, ['render']).stdout, call(shop, ['render']).stdout);
});

test('--exclude takes patterns relative to PATH, for files and directories', () => {
  const files = { 'app/cart.yaml': cartService, 'app/old/cart.yaml': cartService, 'app/x.gen.yaml': '{', 'policy.yaml': cartPolicy };
  assert.is(call(files, ['render', 'app', 'policy.yaml', '--exclude=old', '--exclude=*.gen.yaml']).exit, 0);
  assert.is(call(files, ['render', 'app', 'policy.yaml', '--exclude=app/old', '--exclude=*.gen.yaml']).exit, 1);
});

test('the config file is that of the project of the first PATH', () => {
  const drop = configText('policies: drop');
  const isKept = (files: Readonly<Record<string, string>>, ...argv: readonly string[]): boolean => {
    const { exit, stdout, stderr } = call(files, ['render', ...argv]);
    assert.is(exit, 0, stderr);
    return stdout.includes('kind: ResiliencePolicy');
  };
  const app = { 'app/deep/cart.yaml': cartService, 'app/deep/policy.yaml': cartPolicy, 'other/switches.yaml': switches('other') };
  assert.not.ok(isKept({ ...app, 'app/resilience-renderer.yaml': drop }, 'app/deep'));
  assert.not.ok(isKept({ ...app, 'app/resilience-renderer.yaml': drop }, 'app/deep/cart.yaml', 'app/deep/policy.yaml'));
  // The nearest, and of the first PATH only.
  assert.ok(isKept({ ...app, 'resilience-renderer.yaml': drop, 'app/resilience-renderer.yaml': configText('policies: keep') }, 'app'));
  assert.ok(isKept({ ...app, 'other/resilience-renderer.yaml': drop }, 'app', 'other'));
  assert.not.ok(isKept({ ...app, 'other/resilience-renderer.yaml': drop }, 'other', 'app'));
  // A flag comes before it, and --config takes its place.
  assert.ok(isKept({ ...app, 'app/resilience-renderer.yaml': drop }, 'app', '--policies=keep'));
  assert.not.ok(
    isKept({ ...app, 'my.yaml': drop, 'app/resilience-renderer.yaml': configText('policies: keep') }, 'app', '--config=my.yaml'),
  );
});

test('the config file of the working directory counts only when PATH lies below it', () => {
  withTree(shop, (elsewhere) => {
    withTree({ 'resilience-renderer.yaml': configText('policies: drop'), 'policy.yaml': cartPolicy }, (cwd) => {
      assert.match(callCli(['render', elsewhere], { cwd }).stdout, 'kind: ResiliencePolicy');
      const piped = callCli(['render', '-'], { cwd, stdin: `${cartService}---\n${cartPolicy}` });
      assert.match(piped.stdout, 'kind: ResiliencePolicy');
      assert.is(piped.stderr, '');
    });
  });
});

test('--exclude adds to what the config file leaves out', () => {
  const files = { ...shop, 'a.gen.yaml': '{', 'b.old.yaml': '{', 'resilience-renderer.yaml': configText("exclude: ['*.gen.yaml']") };
  assert.is(call(files, ['render', '--exclude=*.old.yaml']).exit, 0);
});

test('progress is shown on a terminal when it takes long, and wiped out before anything else is said', () => {
  const slow = () => {
    let time = 0;
    return () => (time += 1000);
  };
  const { stderr } = call(repeated, ['render', '--color=never'], { stderrIsTerminal: () => true, now: slow() });
  const wipe = '\r\u001b[K';
  assert.ok(stderr.startsWith(`${wipe}reading …${wipe}rendering 3 files …${wipe}cart.yaml:1:1: error RP3007`), stderr);
  assert.is(call(shop, ['render'], { stderrIsTerminal: () => true, now: () => 0 }).stderr, '');
  assert.is(call(shop, ['render'], { now: slow() }).stderr, '');
  assert.is(call(shop, ['render', '--quiet'], { stderrIsTerminal: () => true, now: slow() }).stderr, '');
});

test('names from the input reach a terminal without control characters', () => {
  const { stderr } = call({ 'policy.yaml': cartPolicy.replace('name: cart\n  circuit', 'name: "cart\\e[2J"\n  circuit') }, ['render']);
  assert.not.match(stderr, '\u001b');
  assert.match(stderr, '\\u001b[2J');
});

test.run();
