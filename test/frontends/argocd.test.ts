import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parameters, variableOf } from '../../src/frontends/argocd/parameters.ts';
import type { ProgramOptions, ProgramResult, World } from '../../src/frontends/world.ts';
import { repository } from '../support/golden-cases.ts';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, configText, shop, switches, withTree } from '../support/temp-tree.ts';

type Files = Readonly<Record<string, string>>;
type Env = Readonly<Record<string, string>>;

interface Given {
  readonly path?: string;
  readonly env?: Env;
  /** The value of ARGOCD_APP_PARAMETERS, as JSON. */
  readonly parameters?: unknown;
  readonly world?: Partial<World>;
}

/** Calls the plugin in a checkout. */
function generate(files: Files, { path = '.', env = {}, parameters: list, world = {} }: Given = {}): CliResult {
  const more = list === undefined ? {} : { ARGOCD_APP_PARAMETERS: JSON.stringify(list) };
  const all = { ARGOCD_APP_NAME: 'cart', ARGOCD_APP_SOURCE_PATH: path, HOME: '/', ...more, ...env };
  return withTree(files, (root) => callCli(['argocd', 'generate'], { cwd: join(root, path), world: { env: all, ...world } }));
}

interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly how: ProgramOptions;
}

/** A program that answers as it is told, and what it was called with. */
function fake(...answers: readonly Partial<ProgramResult & { readonly text: string }>[]): {
  readonly runs: Run[];
  readonly world: Partial<World>;
} {
  const runs: Run[] = [];
  const runProgram: World['runProgram'] = (command, args, how) => {
    const { text = '', ...answer } = answers[Math.min(runs.length, answers.length - 1)] ?? {};
    runs.push({ command, args, how });
    return { code: 0, stdout: Buffer.from(text), stderr: '', ...answer };
  };
  return { runs, world: { runProgram } };
}

const rendered = `${cartService}---\n${cartPolicy}`;
const chart = { 'Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 1.0.0\n', 'values.yaml': 'port: 80\n' };
const kustomization = { 'kustomization.yaml': 'resources: [cart.yaml]\n' };

/** It fails before anything is printed, and the first line of stderr tells why. */
function assertRefused({ exit, stdout, stderr }: CliResult, code: string, wanted: number): void {
  assert.is(stdout, '');
  assert.ok(stderr.split('\n')[0]?.includes(`error ${code}: `), stderr);
  assert.is(exit, wanted, stderr);
}

test('a directory is rendered as render does it', () => {
  const { exit, stdout, stderr } = generate({ ...shop, 'deeper/switches.yaml': switches('switches') });
  assert.is(exit, 0, stderr);
  assert.is(stderr, '');
  const wanted = withTree({ ...shop, 'deeper/switches.yaml': switches('switches') }, (cwd) => callCli(['render'], { cwd }));
  assert.is(stdout, wanted.stdout);
});

test('recurse set to false reads the directory alone, and no link out of it', () => {
  withTree({ 'app/cart.yaml': cartService, 'app/deeper/bad.yaml': '{', 'app/left.yaml': '{', 'policy.yaml': cartPolicy }, (root) => {
    symlinkSync('../policy.yaml', join(root, 'app/policy.yaml'));
    const list = [
      { name: 'recurse', string: 'false' },
      { name: 'exclude', array: ['left*'] },
    ];
    const env = { ARGOCD_APP_PARAMETERS: JSON.stringify(list) };
    const { exit, stdout, stderr } = callCli(['argocd', 'generate'], { cwd: join(root, 'app'), world: { env } });
    assert.is(exit, 0, stderr);
    assert.is(stdout, cartService);
    assert.is(stderr, 'policy.yaml: warning RP5008: policy.yaml is skipped: the link leaves the directory that is rendered\n');
  });
});

test('the destination namespace stands in for absent ones, and is not written', () => {
  const files = { 'cart.yaml': cartService, 'policy.yaml': cartPolicy.replace('  namespace: shop\n', '') };
  assertRefused(generate(files), 'RP3002', 1);
  const { exit, stdout, stderr } = generate(files, { env: { ARGOCD_APP_NAMESPACE: 'shop' } });
  assert.is(exit, 0, stderr);
  assert.is(stdout.match(/namespace: shop/g)?.length, 1);
});

test('parameters may be unset, empty or null', () => {
  for (const text of ['', 'null', ' null\n', '[]']) {
    assert.is(generate(shop, { env: { ARGOCD_APP_PARAMETERS: text } }).exit, 0, text);
  }
});

test('RP5030: parameters that cannot be read are no absent parameters', () => {
  for (const text of ['{', '{}', '[1]', '[{"string":"x"}]', '"mesh"', '[null]']) {
    assertRefused(generate(shop, { env: { ARGOCD_APP_PARAMETERS: text } }), 'RP5030', 2);
  }
  const twice = [
    { name: 'mesh', string: 'linkerd' },
    { name: 'mesh', string: 'linkerd' },
  ];
  assertRefused(generate(shop, { parameters: twice }), 'RP5030', 2);
});

test('RP5031: an unknown parameter is named, with what was probably meant', () => {
  const { stderr } = generate(shop, { parameters: [{ name: 'polices', string: 'drop' }] });
  assert.is(stderr, 'error RP5031: there is no parameter "polices"\n  hint: did you mean "policies"?\n');
  assertRefused(generate(shop, { parameters: [{ name: 'zzzzzz', string: 'drop' }] }), 'RP5031', 2);
  assert.is(generate(shop, { env: { ARGOCD_ENV_POLICES: 'drop' } }).exit, 0, 'an unknown variable may be for somebody else');
});

test('RP5032: a value that means nothing, or of another type, is refused for every parameter', () => {
  for (const { name, kind, choices } of parameters) {
    const wrong = kind === 'list' || kind === 'map' ? { string: 'x' } : { array: ['x'] };
    for (const raw of [{}, wrong, { string: 1 }, { array: [1] }, { map: { a: 1 } }, { map: ['a'] }]) {
      assertRefused(generate(shop, { parameters: [{ name, ...raw }] }), 'RP5032', 2);
    }
    if (choices === undefined && kind !== 'flag') continue;
    const value = kind === 'list' ? { array: ['nonsense'] } : { string: 'nonsense' };
    assertRefused(generate(shop, { parameters: [{ name, ...value }] }), 'RP5032', 2);
    assertRefused(generate(shop, { env: { [variableOf(name)]: 'nonsense' } }), 'RP5032', 2);
  }
  assertRefused(generate(shop, { env: { ARGOCD_ENV_HELM_PARAMETERS: 'port' } }), 'RP5032', 2);
  assertRefused(generate(shop, { parameters: [{ name: 'mesh-version', string: '9.9' }] }), 'RP5006', 2);
});

test('RP5032: so is a limit that is no duration', () => {
  assertRefused(generate(shop, { parameters: [{ name: 'timeout', string: '50' }] }), 'RP5032', 2);
  assertRefused(generate(shop, { parameters: [{ name: 'timeout', string: '0s' }] }), 'RP5032', 2);
  const { stderr } = generate(shop, { env: { RESILIENCE_RENDERER_ARGOCD_TIMEOUT: 'soon' } });
  assert.match(stderr, 'error RP5032: RESILIENCE_RENDERER_ARGOCD_TIMEOUT does not take "soon"');
});

test('a parameter comes before its variable, the variable before the project, and an empty value is none', () => {
  const keeps = (given: Given): boolean => {
    const { exit, stdout, stderr } = generate({ ...shop, 'resilience-renderer.yaml': configText('policies: drop') }, given);
    assert.is(exit, 0, stderr);
    return stdout.includes('kind: ResiliencePolicy');
  };
  const parameter = (string: string): object[] => [{ name: 'policies', string }];
  assert.not.ok(keeps({}));
  assert.ok(keeps({ env: { ARGOCD_ENV_POLICIES: 'keep' } }));
  assert.not.ok(keeps({ env: { ARGOCD_ENV_POLICIES: '' } }));
  assert.ok(keeps({ parameters: parameter('keep'), env: { ARGOCD_ENV_POLICIES: 'drop' } }));
  assert.not.ok(keeps({ parameters: parameter('drop'), env: { ARGOCD_ENV_POLICIES: 'keep' } }));
  assert.not.ok(keeps({ parameters: parameter('') }));
});

test('the project’s file counts up to the root of the repository and no further', () => {
  const drop = { 'resilience-renderer.yaml': configText('policies: drop') };
  const app = { 'apps/cart/cart.yaml': cartService, 'apps/cart/policy.yaml': cartPolicy };
  const isKept = (files: Files, env: Env): boolean => generate(files, { path: 'apps/cart', env }).stdout.includes('kind: ResiliencePolicy');
  assert.not.ok(isKept({ ...app, ...drop }, {}));
  assert.not.ok(isKept({ ...app, ...drop }, { ARGOCD_APP_SOURCE_PATH: './apps//cart/' }));
  assert.ok(isKept({ ...app, ...drop }, { ARGOCD_APP_SOURCE_PATH: 'cart' }));
  assert.ok(isKept({ ...app, ...drop }, { ARGOCD_APP_SOURCE_PATH: '' }));
  assert.not.ok(isKept({ ...app, ...drop }, { ARGOCD_APP_SOURCE_PATH: 'shop/apps/cart' }), 'a part of the repository');
  assert.ok(isKept({ ...app, ...drop }, { ARGOCD_APP_SOURCE_PATH: 'elsewhere' }));
  assertRefused(generate({ ...app, 'resilience-renderer.yaml': configText('mesh: 1') }, { path: 'apps/cart' }), 'RP5007', 2);
});

test('the source is what Argo CD would take it for, unless a parameter says otherwise', () => {
  const commandOf = (files: Files, source?: string): string => {
    const { runs, world } = fake({ text: rendered });
    const { exit, stderr } = generate(
      { ...files, ...shop },
      { world, parameters: source === undefined ? null : [{ name: 'source', string: source }] },
    );
    assert.is(exit, 0, stderr);
    return runs.map(({ command, args }) => `${command} ${args[0]}`).join(' ');
  };
  assert.is(commandOf({}), '');
  assert.is(commandOf(chart), 'helm template');
  assert.is(commandOf({ 'kustomization.yml': '' }), 'kustomize build');
  assert.is(commandOf({ ...chart, Kustomization: '' }), 'kustomize build');
  assert.is(commandOf({ ...chart, ...kustomization }, 'helm'), 'helm template');
  assert.is(commandOf(chart, 'auto'), 'helm template');
  assert.is(commandOf(kustomization, 'directory'), '');
});

test('RP5039: a parameter for another source is not ignored', () => {
  const { stderr } = generate(shop, { parameters: [{ name: 'values-files', array: ['a.yaml'] }] });
  assert.match(stderr, 'error RP5039: parameter "values-files" is for the source helm, but this one is directory');
  assertRefused(generate({ ...shop, ...chart }, { parameters: [{ name: 'recurse', string: 'false' }] }), 'RP5039', 2);
});

test('helm is called as Argo CD calls it', () => {
  const { runs, world } = fake({ text: rendered });
  const list = [
    { name: 'values-files', array: ['prod.yaml', '/shared/$ARGOCD_APP_NAMESPACE.yaml'] },
    { name: 'values', string: 'team: basket\n' },
    { name: 'helm-parameters', map: { hosts: '{a,b}', 'image.tag': `v1,$ARGOCD_APP_REVISION,$$x,$word,\${ARGOCD_APP_REVISION}` } },
    { name: 'helm-string-parameters', map: { port: '80' } },
    ...['skip-crds', 'skip-tests', 'skip-schema-validation'].map((name) => ({ name, string: 'true' })),
  ];
  const env = {
    ARGOCD_APP_NAME: 'argocd_cart',
    ARGOCD_APP_NAMESPACE: 'shop',
    ARGOCD_APP_REVISION: 'abc',
    KUBE_VERSION: '1.33.0',
    KUBE_API_VERSIONS: 'v1,apps/v1',
  };
  const files = { 'apps/cart/Chart.yaml': chart['Chart.yaml'], 'apps/cart/prod.yaml': '', 'shared/shop.yaml': '' };
  const { exit, stdout, stderr } = generate(files, { path: 'apps/cart', parameters: list, env, world });
  assert.is(exit, 0, stderr);
  assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
  const [run] = runs;
  const scratchFile = run?.args.find((arg) => arg.endsWith('/values.yaml')) ?? '';
  assert.equal(run?.args, [
    ...['template', '.', '--name-template', 'cart', '--namespace', 'shop', '--kube-version', '1.33.0'],
    ...['--set', 'hosts={a,b}', '--set', 'image.tag=v1\\,abc\\,$x\\,$word\\,abc', '--set-string', 'port=80'],
    ...['--values', 'prod.yaml', '--values', '../../shared/shop.yaml', '--values', scratchFile],
    ...['--api-versions', 'v1', '--api-versions', 'apps/v1', '--skip-schema-validation', '--skip-tests'],
  ]);
  assert.not.ok(existsSync(scratchFile), 'it is removed');
});

test('without parameters helm gets the name of the application and the CRDs', () => {
  const { runs, world } = fake({ text: rendered });
  generate({ ...chart, ...shop }, { world });
  generate({ ...chart, ...shop }, { world, env: { ARGOCD_APP_NAME: '' } });
  assert.equal(
    runs.map(({ args }) => args),
    [
      ['template', '.', '--name-template', 'cart', '--include-crds'],
      ['template', '.', '--include-crds'],
    ],
  );
});

test('the values that a parameter holds are what helm reads', () => {
  let text = '';
  const runProgram: World['runProgram'] = (_, args) => {
    text = readFileSync(args.find((arg) => arg.endsWith('values.yaml')) ?? '', 'utf8');
    return { code: 0, stdout: Buffer.from(rendered), stderr: '' };
  };
  generate({ ...chart }, { world: { runProgram }, parameters: [{ name: 'values', string: 'a: 1\n' }] });
  assert.is(text, 'a: 1\n');
});

test('RP5033: values files stay inside the repository', () => {
  withTree({ 'apps/cart/Chart.yaml': chart['Chart.yaml'], 'apps/cart/templates/a.yaml': '' }, (root) => {
    writeFileSync(join(root, 'secret.yaml'), 'a: 1\n');
    mkdirSync(join(root, 'apps/repo'));
    symlinkSync('../../secret.yaml', join(root, 'apps/cart/link.yaml'));
    for (const path of [
      '../../secret.yaml',
      'link.yaml',
      '/../secret.yaml',
      'nowhere.yaml',
      'templates',
      'https://example.com/v.yaml',
      'oci://x/y',
      '$values/v.yaml',
    ]) {
      const { runs, world } = fake({ text: rendered });
      const env = { ARGOCD_APP_SOURCE_PATH: 'cart', ARGOCD_APP_PARAMETERS: JSON.stringify([{ name: 'values-files', array: [path] }]) };
      assertRefused(callCli(['argocd', 'generate'], { cwd: join(root, 'apps/cart'), world: { env, ...world } }), 'RP5033', 2);
      assert.is(runs.length, 0);
    }
  });
});

test('ignore-missing-values-files passes over those that do not exist, and over nothing else', () => {
  const { runs, world } = fake({ text: rendered });
  const list = (path: string): object[] => [
    { name: 'values-files', array: [path] },
    { name: 'ignore-missing-values-files', string: 'true' },
  ];
  assert.is(generate(chart, { world, parameters: list('nowhere.yaml') }).exit, 0);
  assert.not.ok(runs[0]?.args.includes('--values'));
  assertRefused(generate(chart, { world, parameters: list('../nowhere.yaml') }), 'RP5033', 2);
});

test('dependencies are built when they are missing, from the repositories that the chart names', () => {
  const lacking = { code: 1, stderr: 'Error: found in Chart.yaml, but missing in charts/ directory: redis\n' };
  const { runs, world } = fake(lacking, {}, {}, { text: rendered });
  const dependencies =
    'dependencies:\n- {name: redis, version: 1, repository: https://charts.example.com/a}\n- {name: b, repository: "file://../b"}\n';
  const { exit, stderr } = generate({ 'Chart.yaml': chart['Chart.yaml'] + dependencies }, { world });
  assert.is(exit, 0, stderr);
  assert.equal(
    runs.map(({ args }) => args.slice(0, 4)),
    [
      ['template', '.', '--name-template', 'cart'],
      ['repo', 'add', 'https:--charts.example.com-a', 'https://charts.example.com/a'],
      ['dependency', 'build'],
      ['template', '.', '--name-template', 'cart'],
    ],
  );
  const failing = fake(lacking, { code: 1, stderr: 'Error: cannot be reached\n' });
  assert.match(generate({ ...chart }, { world: failing.world }).stderr, /^error RP5035: helm dependency build failed: cannot be reached\n/);
});

test('a lock that helm writes beside the chart does not stay', () => {
  withTree(chart, (cwd) => {
    const runProgram: World['runProgram'] = () => {
      writeFileSync(join(cwd, 'Chart.lock'), '');
      return { code: 0, stdout: Buffer.from(rendered), stderr: '' };
    };
    callCli(['argocd', 'generate'], { cwd, world: { env: { ARGOCD_APP_NAME: 'cart' }, runProgram } });
    assert.not.ok(existsSync(join(cwd, 'Chart.lock')));
  });
});

test('RP5034: a program that is not there', () => {
  assertRefused(generate(chart, { world: fake({ code: -1, failure: 'missing' }).world }), 'RP5034', 3);
});

test('RP5035: the first line that says something is in ours, the rest follows without colours or places', () => {
  withTree(kustomization, (cwd) => {
    const { world } = fake({
      code: 1,
      stderr: `# Warning: old field\nError: cannot read ${cwd}/base: \u001b[31mno\u001b[0m\n\tsee ${cwd}\n`,
      text: rendered,
    });
    const result = callCli(['argocd', 'generate'], { cwd, world: { env: {}, ...world } });
    assertRefused(result, 'RP5035', 1);
    assert.is(
      result.stderr,
      'error RP5035: kustomize build failed: cannot read base: \\u001b[31mno\\u001b[0m\nkustomize build said:\n' +
        '  # Warning: old field\n  Error: cannot read base: \\u001b[31mno\\u001b[0m\n    see .\n',
    );
  });
  assert.match(generate(kustomization, { world: fake({ code: 3 }).world }).stderr, /^error RP5035: .* without a word, with exit code 3\n$/);
  assert.match(generate(chart, { world: fake({ code: -1, failure: 'killed' }).world }).stderr, /^error RP5035: .* it was killed, perhaps/);
  assert.ok(generate(kustomization, { world: fake({ code: 1, stderr: 'x\n'.repeat(100_000) }).world }).stderr.length < 80_000);
});

test('what a program says that succeeds is passed on after our own diagnostics', () => {
  const { exit, stdout, stderr } = generate(kustomization, {
    world: fake({ text: rendered, stderr: "# Warning: 'bases' is deprecated\n" }).world,
  });
  assert.is(exit, 0);
  assert.is.not(stdout, '');
  assert.is(stderr, "kustomize build said:\n  # Warning: 'bases' is deprecated\n");
});

test('messages about what a program made name the files that it was made from', () => {
  const bad = `# Source: cart/templates/policy.yaml\n${cartPolicy.replace('5', 'five')}`;
  const { stderr } = generate(chart, { world: fake({ text: `---\n${bad}` }).world });
  assert.match(stderr, /^cart\/templates\/policy\.yaml \(helm template:\d+:\d+\): error RP2001: /m);
});

test('RP5036: a deadline that passes ends the call without output, whatever was going on', () => {
  const after = (calls: number): (() => number) => {
    let count = 0;
    return () => (count++ < calls ? 0 : 51_000);
  };
  const killed = fake({ code: -1, failure: 'timeout', text: rendered, stderr: 'fetching\n' });
  const result = generate(kustomization, { world: killed.world });
  assertRefused(result, 'RP5036', 1);
  assert.is(result.stderr.split('\n')[0], 'error RP5036: not done after 50s, during kustomize build');
  assert.match(result.stderr, 'kustomize build said:\n  fetching\n');
  for (const calls of [1, 2]) assertRefused(generate(shop, { world: { now: after(calls) } }), 'RP5036', 1);
  assert.is(generate(shop, { world: { now: after(3) } }).exit, 0);
});

test('a program gets what is left of the time', () => {
  const { runs, world } = fake({ text: rendered });
  generate(kustomization, { world, parameters: [{ name: 'timeout', string: '1m30s' }], env: { RESILIENCE_RENDERER_ARGOCD_TIMEOUT: '5s' } });
  generate(kustomization, { world, env: { RESILIENCE_RENDERER_ARGOCD_TIMEOUT: '5s' } });
  generate(kustomization, { world });
  assert.equal(
    runs.map(({ how }) => how.timeout),
    [90_000, 5_000, 50_000],
  );
});

test('RP5037: nothing to apply is an error, unless it is allowed', () => {
  const config = configText('strict: true').trimEnd().replaceAll('\n', '\n    ');
  const files = { 'list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - ${config}\n` };
  assertRefused(generate(files), 'RP5037', 1);
  assert.is(generate(files, { parameters: [{ name: 'allow-empty', string: 'true' }] }).exit, 0);
  assertRefused(generate(kustomization, { world: fake({ text: '' }).world }), 'RP5003', 1);
});

test('RP5038: a line that Argo CD takes for a separator has a place', () => {
  const note = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\ndata:\n  note: "first\n---second"\n';
  const { exit, stdout, stderr } = generate({ ...shop, 'notes.yaml': note });
  assert.equal([exit, stdout], [1, '']);
  assert.match(stderr, /^notes\.yaml:7:1: error RP5038: /);
  const block = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\ndata:\n  note: |\n    ---\n    ---x\n';
  assert.is(generate({ ...shop, 'notes.yaml': block }).exit, 0);
});

test('a stream that begins with JSON says that it is YAML', () => {
  const json = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"shop"}}\n';
  assert.ok(generate({ ...shop, 'a.json': json }).stdout.startsWith('---\n{'));
  assert.not.ok(generate(shop).stdout.startsWith('---'));
});

test('several errors begin with a line that counts them, and come before warnings and the talk of programs', () => {
  const bad = cartPolicy.replace('5', 'five');
  const { stderr } = generate({
    'a.yaml': `apiVersion: v1\nmetadata:\n  name: kindless\n`,
    'b.yaml': bad,
    'c.yaml': bad.replace('name: cart\n', 'name: cart2\n'),
  });
  const lines = stderr.split('\n').filter((line) => !line.startsWith('  '));
  assert.match(lines[0] ?? '', /^2 problems, the first: b\.yaml:10:23: error RP2001: /);
  assert.match(lines.slice(1).join('\n'), /^b\.yaml:.* error .*\nc\.yaml:.* error .*\na\.yaml:.* warning RP1012/);
});

test('strict makes warnings fail, and no variable makes the text JSON or coloured', () => {
  const warned = { ...shop, 'nameless.yaml': 'apiVersion: v1\nmetadata:\n  name: kindless\n' };
  assert.is(generate(warned).exit, 0);
  const { exit, stdout, stderr } = generate(warned, {
    env: { ARGOCD_ENV_STRICT: 'true', RESILIENCE_RENDERER_DIAGNOSTICS: 'json' },
    world: { stderrIsTerminal: () => true },
  });
  assert.equal([exit, stdout], [1, '']);
  assert.match(stderr, /^nameless\.yaml:1:1: warning RP1012/);
});

test('an Application gives kustomize no arguments; only the administrator does', () => {
  const { runs, world } = fake({ text: rendered });
  const variable = 'RESILIENCE_RENDERER_KUSTOMIZE_BUILD_OPTIONS';
  generate(kustomization, {
    world,
    env: { [`ARGOCD_ENV_${variable}`]: '--enable-exec', ARGOCD_ENV_KUSTOMIZE_BUILD_OPTIONS: '--enable-exec' },
  });
  generate(kustomization, { world, env: { [variable]: ' --enable-helm  --network ' } });
  assert.equal(
    runs.map(({ args }) => args),
    [
      ['build', '.'],
      ['build', '.', '--enable-helm', '--network'],
    ],
  );
});

test('a home that is missing or cannot be written is replaced, and what the administrator set stays', () => {
  const { runs, world } = fake({ text: rendered });
  generate(chart, { world, env: { HOME: '' } });
  generate(chart, { world, env: { HOME: '/nowhere', XDG_CACHE_HOME: '/cache' } });
  generate(chart, { world, env: { HOME: '/tmp' } });
  const [missing, unwritable, fine] = runs.map(({ how }) => how.env);
  assert.match(missing?.['HOME'] ?? '', /resilience-renderer-\w+$/);
  assert.match(missing?.['XDG_CONFIG_HOME'] ?? '', /resilience-renderer-\w+\/config$/);
  assert.equal([unwritable?.['HOME'], unwritable?.['XDG_CACHE_HOME']], ['/nowhere', '/cache']);
  assert.match(unwritable?.['XDG_DATA_HOME'] ?? '', /resilience-renderer-\w+\/data$/);
  assert.equal([fine?.['HOME'], fine?.['XDG_DATA_HOME']], ['/tmp', undefined]);
  assert.not.ok(existsSync(missing?.['HOME'] ?? ''));
});

test('the form opens also where the project is broken', () => {
  const announced = (files: Files): readonly { readonly name: string; readonly string?: string }[] => {
    const { exit, stdout, stderr } = withTree(files, (cwd) => callCli(['argocd', 'parameters'], { cwd }));
    assert.equal([exit, stderr], [0, '']);
    return JSON.parse(stdout);
  };
  const wanted = parameters.filter(({ fixed }) => !fixed).map(({ name }) => name);
  for (const files of [{}, { 'resilience-renderer.yaml': '{' }, { ...chart, 'values.yaml': '{' }, { 'Chart.yaml': '' }]) {
    const found = announced(files);
    assert.equal(
      found.map(({ name }) => name),
      wanted,
    );
  }
  const nines = [...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]\n`);
  const bomb = `a: &a [1]\n${nines.join('')}`;
  assert.is(announced({ ...chart, 'values.yaml': bomb }).length, wanted.length);
  const configured = announced({ 'resilience-renderer.yaml': configText('policies: drop') });
  assert.is(configured.find(({ name }) => name === 'policies')?.string, 'drop');
});

test('docs/argocd.md describes every parameter', () => {
  const text = readFileSync(join(repository, 'docs/argocd.md'), 'utf8');
  const kinds = { text: 'string', flag: '`"true"` or `"false"`', list: 'array', map: 'map' };
  const rows = parameters.map(({ name, kind, tooltip }) => `| \`${name}\` | ${kinds[kind]} | ${tooltip} |`);
  assert.equal(
    rows.filter((row) => !text.includes(`\n${row}\n`)),
    [],
  );
});

test('argocd without a command prints its help as an error', () => {
  const { exit, stdout, stderr } = withTree({}, (cwd) => callCli(['argocd'], { cwd }));
  assert.equal([exit, stdout], [2, '']);
  assert.match(stderr, /^Usage: resilience-renderer argocd /);
});

test.run();
