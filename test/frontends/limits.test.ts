import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { callFunction, listText } from '../support/resource-list.ts';
import { callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, configText, shop, switches, withTree } from '../support/temp-tree.ts';

const bundle = join(repository, 'dist/resilience-renderer.cjs');
const megabyte = 1024 * 1024;

/** The built program with so many megabytes of heap and no more. The time after which it is killed only ends what would never end. */
function run(
  argv: readonly string[],
  how: { readonly cwd: string; readonly heap?: number; readonly input?: string },
): SpawnSyncReturns<string> {
  const { cwd, heap = 64, input = '' } = how;
  const env = { PATH: process.env['PATH'] };
  const limits = { timeout: 120_000, maxBuffer: 1e9 };
  return spawnSync(process.execPath, [`--max-old-space-size=${heap}`, bundle, ...argv], { cwd, env, input, ...limits, encoding: 'utf8' });
}

function repeatTo(path: string, parts: readonly [start: string, middle: string, end: string], size: number): void {
  const fd = openSync(path, 'w');
  const block = parts[1].repeat(Math.ceil(megabyte / parts[1].length));
  writeSync(fd, parts[0]);
  for (let written = 0; written < size; written += block.length) writeSync(fd, block);
  writeSync(fd, parts[2]);
  closeSync(fd);
}

const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');
const annotated = (annotations: string): string => cartService.replace('spec:\n', `  annotations:\n${annotations}spec:\n`);
const laughs = `x:\n- &a0 [${'ha, '.repeat(9)}]\n${lines(30, (i) => `- &a${i + 1} [${`*a${i}, `.repeat(9)}]`)}`;

/** What a Service may hold that would take all memory or time; the code that refuses it, '' where it is rendered. */
const attacks: readonly (readonly [name: string, service: string, code: string])[] = [
  ['billion laughs', `${laughs}${cartService}`, 'RP1021'],
  ['100,000 levels', `${cartService}x: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`, 'RP1019'],
  ['200,000 annotations', annotated(lines(200_000, (i) => `    shop.example.com/k${i}: v`)), 'RP1020'],
  ['50,000 annotations', annotated(lines(50_000, (i) => `    shop.example.com/k${i}: v`)), ''],
  ['50,000 annotations in flow style', annotated(`    {${Array.from({ length: 50_000 }, (_, i) => `k${i}: v`).join(', ')}}\n`), ''],
  ['50,000 annotations with anchors', annotated(lines(50_000, (i) => `    shop.example.com/k${i}: &a${i} v`)), ''],
  ['an annotation twice behind 50,000 others', annotated(`${lines(50_000, (i) => `    k${i}: v`)}    k7: v\n`), 'RP1004'],
  ['300,000 anchors on one value', `${cartService}x: ${'&a '.repeat(300_000)}x\n`, 'RP1001'],
  ['100,000 quotes', `${cartService}x: ${"'' ".repeat(100_000)}\n`, 'RP1001'],
  [
    '20,000 ports that carry no requests',
    cartService.replace(
      '    - name: http\n      port: 80\n',
      lines(20_000, (i) => `    - {name: tcp-${i}, port: ${i + 1}}`),
    ),
    'RP4',
  ],
];

for (const [name, service, code] of attacks) {
  test(`a Service with ${name} takes no more than 256 MB`, () => {
    withTree({ 'cart.yaml': service, 'policy.yaml': cartPolicy }, (cwd) => {
      const { status, stdout, stderr } = run(['render', '.'], { cwd, heap: 256 });
      assert.is(status, code === '' ? 0 : 1, stderr.slice(0, 500));
      if (code !== '') assert.match(stderr.slice(0, 500), `error ${code}`);
      assert.is(stdout !== '', code === '', 'all or nothing');
    });
  });
}

test('100 MB in one quoted value are copied where nothing depends on them, and else refused before they are parsed', () => {
  withTree({ 'policy.yaml': cartPolicy }, (cwd) => {
    const config: [string, string, string] = [
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: blob\n  namespace: shop\ndata:\n  a: "',
      'x',
      '"\n',
    ];
    repeatTo(join(cwd, 'blob.yaml'), config, 100 * megabyte);
    writeFileSync(join(cwd, 'cart.yaml'), cartService);
    assert.is(run(['validate', '.'], { cwd }).status, 0);
    repeatTo(join(cwd, 'cart.yaml'), [`${cartService}x: "`, 'x', '"\n'], 100 * megabyte);
    const { status, stdout, stderr } = run(['render', '.'], { cwd });
    assert.is(status, 1);
    assert.is(stdout, '');
    assert.match(stderr, 'cart.yaml:1:1: error RP1017: this document is larger than 64Mi and has to be parsed');
  });
});

test('an error behind ten million line breaks is told in 192 MB', () => {
  withTree({ 'cart.yaml': `${cartService}${'\n'.repeat(10_000_000)}}\n` }, (cwd) => {
    const { status, stderr } = run(['render', '.'], { cwd, heap: 192 });
    assert.is(status, 1);
    assert.match(stderr, /^cart.yaml:100000\d\d:1: error RP1001/);
  });
});

test('standard input that does not end is given up, with a few megabytes of it', () => {
  withTree({}, (cwd) => {
    const endless = `setInterval(() => {}, 1000); const b = Buffer.alloc(65536, 'x\\n'); const more = () => { while (process.stdout.write(b)); process.stdout.once('drain', more); }; process.stdout.on('error', () => process.exit(0)); more();`;
    const env = { PATH: process.env['PATH'], ENDLESS: endless, NODE: process.execPath, BUNDLE: bundle };
    const script = '"$NODE" -e "$ENDLESS" | "$NODE" --max-old-space-size=64 "$BUNDLE" render --limit fileSize=8Mi -';
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, env, timeout: 120_000, encoding: 'utf8' });
    assert.equal([status, stdout], [1, '']);
    assert.match(stderr, 'error RP1013: - is larger than 8Mi');
  });
});

const crowd = `${lines(3_000, (i) => `${switches(`s${i}`)}---`)}${cartService}---\n${cartPolicy}`;
const timed: readonly (readonly string[])[] = [
  ['render', '.'],
  ['validate', '.'],
  ['import', '.'],
  ['verify', '--policies', '.', 'crowd.yaml'],
  ['render', '--write', '.'],
  ['render', '--check', '.'],
  ['render', '-'],
];
for (const argv of timed) {
  test(`time is up in ${argv.join(' ')}: nothing is printed and nothing is written`, () => {
    withTree({ 'crowd.yaml': crowd }, (cwd) => {
      const found = run([...argv, '--limit=time=1ms', '--parse-all'], { cwd, heap: 512, input: argv.includes('-') ? crowd : '' });
      assert.equal([found.status, found.stdout], [3, ''], found.stderr);
      assert.match(found.stderr, 'error RP5050: the run was stopped after 1ms');
      assert.equal(readdirSync(cwd), ['crowd.yaml']);
      assert.is(readFileSync(join(cwd, 'crowd.yaml'), 'utf8'), crowd);
    });
  });
}

test('a time of 0 is no limit', () => {
  withTree(shop, (cwd) => assert.is(run(['render', '.', '--limit=time=0'], { cwd }).status, 0));
});

test('limits come from the file of the project, and a flag wins over each by itself', () => {
  const deep = `${cartService}x: [[[[[[1]]]]]]\n`;
  withTree(
    { 'cart.yaml': deep, 'policy.yaml': cartPolicy, 'resilience-renderer.yaml': configText('limits: {depth: 5, files: 10}') },
    (cwd) => {
      assert.match(callCli(['render', '.'], { cwd }).stderr, /RP1019: mappings and lists stand more than 5 deep/);
      assert.is(callCli(['render', '.', '--limit=depth=20'], { cwd }).exit, 0);
      assert.match(callCli(['render', '.', '--limit=depth=20', '--limit=files=1'], { cwd }).stderr, /RP1015: there are more than 1 files/);
      writeFileSync(join(cwd, 'resilience-renderer.yaml'), configText('limits: {depth: 5000, fileSize: 64}'));
      const { exit, stderr } = callCli(['render', '.'], { cwd });
      assert.is(exit, 2);
      assert.match(stderr, /spec.limits.depth must be an integer between 1 and 1000, found 5000/);
      assert.match(stderr, /spec.limits.fileSize must be a size such as 64Mi, found 64/);
    },
  );
});

test('a function takes limits from its configuration, a ConfigMap too, and gives its input back', () => {
  const wide = cartService.replace('    app: cart\n', '    app: cart\n    tier: web\n    track: stable\n');
  const config = (data: string): string => `functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  data:\n    ${data}\n`;
  const refused = callFunction(listText([wide, cartPolicy], config('limits: "keys=2, depth=90"')));
  assert.is(refused.exit, 1);
  assert.match(refused.stderr, /error RP1020: a mapping has more than 2 keys/);
  assert.is(callFunction(listText([wide, cartPolicy], config('limits: keys=20'))).exit, 0);
  const wrong = callFunction(listText([wide, cartPolicy], config('limits: keys=many,constructor=1')));
  assert.match(wrong.stderr, /data.limits.keys must be an integer between 1 and 10000000, found "many"/);
  assert.match(wrong.stderr, /data.limits.constructor is not an option/);
});

test('in Argo CD no project exceeds the limits of the administrator', () => {
  const files = { ...shop, 'resilience-renderer.yaml': configText('limits: {depth: 500, keys: 3}') };
  withTree(
    { ...files, 'deep.yaml': `${cartService.replace('name: cart', 'name: deep')}x: ${'['.repeat(60)}${']'.repeat(60)}\n` },
    (cwd) => {
      const generate = (limits: string) =>
        callCli(['argocd', 'generate'], {
          cwd,
          world: { env: { ARGOCD_APP_SOURCE_PATH: '.', RESILIENCE_RENDERER_ARGOCD_LIMITS: limits, ARGOCD_ENV_PARSE_ALL: 'true' } },
        });
      assert.match(generate('depth=50').stderr, /deep.yaml:\d+:\d+: error RP1019: mappings and lists stand more than 50 deep/);
      assert.not.match(generate('depth=500').stderr, /RP1019/);
      assert.match(generate('depth=500').stderr, /RP1020: a mapping has more than 3 keys/);
      assert.match(generate('depth').stderr, /error RP5006: RESILIENCE_RENDERER_ARGOCD_LIMITS does not take "depth"/);
    },
  );
});

test('of many problems the gravest are shown, and how many are not', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n${lines(1_500, () => '- 1')}`;
  withTree({ 'a.yaml': 'just: values\n---\n'.repeat(1_200), 'z.yaml': list }, (cwd) => {
    const { exit, stderr } = callCli(['validate', '.'], { cwd });
    assert.is(exit, 1);
    const found = stderr.split('\n').filter((line) => /RP\d{4}/.test(line));
    assert.is(found.filter((line) => line.includes('error RP1006')).length, 1_000, 'errors hide behind nothing');
    assert.is(found.length, 1_001);
    assert.match(found.at(-1) ?? '', /^info RP5051: 1700 more problems are not shown$/);
    const findings = JSON.parse(callCli(['validate', '--diagnostics=json', '.'], { cwd }).stderr) as readonly { readonly code: string }[];
    assert.is(findings.at(-1)?.code, 'RP5051');
  });
});

test('a document that is too long for a parse with positions names the way to the field', () => {
  const filler = lines(60_000, (i) => `- {apiVersion: v1, kind: ConfigMap, metadata: {name: c${i}, namespace: shop, labels: {a: b}}}`);
  const text = `apiVersion: v1\nkind: List\nitems:\n${filler}- just text\n`;
  assert.ok(text.length > 4 * megabyte);
  withTree({ 'list.yaml': text }, (cwd) => {
    assert.match(callCli(['validate', '.'], { cwd }).stderr, /^items\[60000\] \(list.yaml:1:1\): error RP1006/);
  });
});

test.run();
