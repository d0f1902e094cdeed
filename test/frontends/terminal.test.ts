import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createLogger } from '../../src/frontends/reporter/logger.ts';
import { plainText } from '../../src/frontends/reporter/plain-text.ts';
import { boundMessage } from '../../src/status/verdict.ts';
import { callCli } from '../support/run-cli.ts';
import { cartService, shop, withTree } from '../support/temp-tree.ts';

/** What clears a screen, sets a title, turns text round, breaks a line or rings. */
const hostile = 'a\u001b[2Jb\u009b1mc\u001b]0;owned\u0007d\u202ee\u2066f\u2028g\u2029h\u200fi\u0085j\rk\u007fl\bm';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const commandLines: readonly (readonly [argv: readonly string[], exit: number])[] = [
  [[hostile], 2],
  [[`--${hostile}`], 2],
  [['render', `--${hostile}=1`], 2],
  [['render', '--mesh', hostile], 2],
  [['render', '--mesh-version', hostile], 2],
  [['render', '--output', hostile], 2],
  [['render', '--namespace', hostile], 2],
  [['render', '--allow-loss', hostile], 2],
  [['render', '--limit', hostile], 2],
  [['render', '--limit', `depth=${hostile}`], 2],
  [['render', '--config', hostile], 3],
  [['render', hostile], 3],
  [['render', '--write', hostile], 3],
  [['render', '--write', '--generated-file', hostile, '.'], 2],
  [['validate', hostile], 3],
  [['import', hostile], 3],
  [['verify', '--policies', hostile, '.'], 3],
  [['explain-code', hostile], 2],
  [['plugin', hostile], 2],
  [['argocd', hostile], 2],
  [['reporter', '--namespace', hostile], 2],
  [['reporter', '--grace-period', hostile], 2],
  [['reporter', '--metrics-bind-address', hostile], 2],
];
for (const [argv, exit] of commandLines) {
  test(`a command line is not echoed raw: ${JSON.stringify(argv.map((word) => word.replace(hostile, '…')).join(' '))}`, () => {
    withTree(shop, (cwd) => {
      const found = callCli(argv, { cwd });
      assert.is(found.exit, exit, JSON.stringify(found.stderr));
      assert.not.match(found.stderr, raw);
      assert.ok(found.stderr.includes('\\u001b[2J') || argv.includes('plugin') || argv.includes('argocd'), 'it is shown, only not raw');
      assert.is(found.stdout, '');
    });
  });
}

test('names of files and of what is in them are not echoed raw, in any format', () => {
  const name = hostile.replaceAll('/', '');
  const files = { [`${name}.yaml`]: `${cartService}metadata: {}\n`, 'other.yaml': `kind: Service\nmetadata: {name: "\\e[2J"}\nspec: [\n` };
  withTree(files, (cwd) => {
    for (const format of ['text', 'json']) {
      const found = callCli(['render', '.', `--diagnostics=${format}`], { cwd });
      assert.is(found.exit, 1);
      assert.not.match(found.stderr, raw);
    }
  });
});

test('an error that nobody expected is not echoed raw, nor is its stack', () => {
  const world = {
    env: { RESILIENCE_RENDERER_DEBUG: '1' },
    readStdin: () => {
      throw new Error(hostile);
    },
  };
  withTree({}, (cwd) => {
    const { exit, stderr } = callCli(['render', '-'], { cwd, world });
    assert.is(exit, 3);
    assert.match(stderr, 'RP9001');
    assert.match(stderr, '    at ');
    assert.not.match(stderr, raw);
  });
});

test('a format that every object has a member of is none', () => {
  withTree({ 'a.yaml': 'kind: Service\nspec: [\n' }, (cwd) => {
    for (const name of ['toString', '__proto__', 'constructor', hostile]) {
      const { exit, stderr } = callCli(['render', '.'], { cwd, world: { env: { RESILIENCE_RENDERER_DIAGNOSTICS: name } } });
      assert.is(exit, 1);
      assert.match(stderr, /^a.yaml:\d+:\d+: error RP1001/);
    }
  });
});

test('options and fields with the names of members of every object are unknown', () => {
  const spec = (key: string): string => `apiVersion: resilience.auth-platform.github.com/v1\nkind: RendererConfig\nspec:\n  ${key}: 1\n`;
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    withTree({ ...shop, 'resilience-renderer.yaml': spec(key) }, (cwd) => {
      assert.match(callCli(['render', '.'], { cwd }).stderr, `RP5007: RendererConfig: spec.${key} is not an option`);
      for (const argv of [
        [`--${key}`],
        [`--${key}=1`],
        ['--limit', `${key}=1`],
        ['--mesh', key],
        ['--mesh-version', `${key}=1.0`],
        ['--allow-loss', key],
      ])
        assert.is(callCli(['render', '-', ...argv], { cwd, stdin: cartService }).exit, 2, argv.join(' '));
      assert.is(callCli([key], { cwd }).exit, 2);
      assert.is(callCli(['explain-code', key], { cwd }).exit, 2);
      const env = { ARGOCD_APP_SOURCE_PATH: '.', ARGOCD_APP_PARAMETERS: JSON.stringify([{ name: key, string: 'x' }]) };
      assert.match(callCli(['argocd', 'generate'], { cwd, world: { env } }).stderr, 'RP5031');
    });
  }
});

test('the log, the events and the conditions of the reporter hold no control characters', () => {
  const written: string[] = [];
  const clock = { wall: () => 0, elapsed: () => 0 } as never;
  for (const format of ['json', 'text'] as const) {
    const log = createLogger(format, clock, (line) => written.push(line));
    log.warn(`cannot watch: ${hostile}`, { detail: hostile });
  }
  assert.is(written.length, 2);
  for (const line of written) assert.not.match(line.trimEnd(), /[\n\r]/);
  for (const text of [...written, plainText(hostile), boundMessage(hostile)]) assert.not.match(text, raw);
  assert.ok(plainText('x'.repeat(1e6)).length <= 512);
  assert.ok(boundMessage('x'.repeat(1e6)).length <= 4_001);
});

test.run();
