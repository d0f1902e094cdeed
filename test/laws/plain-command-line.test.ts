import { Command } from 'commander';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { longOf, type OptionSpec, shortOf } from '../../src/frontends/cli/option-spec.ts';
import { type PlainCall, parsePlain } from '../../src/frontends/cli/parse-plain.ts';
import { inPlaceOptions, renderingOptions, streamOptions, talkOptions } from '../../src/frontends/cli/render-options.ts';
import { toOption } from '../../src/frontends/cli/to-option.ts';
import { proveLaw } from '../support/law.ts';

const specs = [...streamOptions(), ...renderingOptions(), ...inPlaceOptions(), ...talkOptions()];

/** What commander makes of it; undefined for a mistake. */
function parseWithCommander(argv: readonly string[]): PlainCall | undefined {
  const command = new Command('render')
    .argument('[path...]')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  for (const spec of specs) command.addOption(toOption(spec));
  try {
    command.parse([...argv], { from: 'user' });
  } catch {
    return undefined;
  }
  return { paths: command.args, flags: command.opts() };
}

const word = fc.constantFrom(
  '-',
  '--',
  'a',
  'shop/web.yaml',
  'yaml',
  'json',
  'keep',
  '2.19',
  'retry.methods,all',
  '',
  '-x',
  '--help',
  '-h',
  '--outputs',
);

function withArgument(spec: OptionSpec): fc.Arbitrary<readonly string[]> {
  const names = [longOf(spec), shortOf(spec) ?? longOf(spec)];
  const value = spec.choices === undefined ? word : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...spec.choices) }, word);
  return fc
    .tuple(fc.constantFrom(...names), value, fc.constantFrom('apart', 'joined', 'none'))
    .map(([name, given, how]) =>
      how === 'joined' ? [`${name}=${given}`] : how === 'apart' && spec.flags.includes('<') ? [name, given] : [name],
    );
}

const commandLine = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...specs).chain(withArgument) },
      word.map((each) => [each]),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.flat());

test('a command line that is read without commander is read as commander reads it', () => {
  let plain = 0;
  proveLaw({
    number: 'plain command line',
    runs: 2000,
    over: commandLine,
    check: (argv) => {
      const found = parsePlain(argv, specs);
      const expected = parseWithCommander(argv);
      if (found === undefined) return expected === undefined || argv.some((each) => each.startsWith('-') || each === '');
      plain++;
      assert.equal(
        { paths: [...found.paths], flags: { ...found.flags } },
        expected && { paths: [...expected.paths], flags: { ...expected.flags } },
      );
      return true;
    },
  });
  assert.ok(plain > 300, `${plain} of them were plain`);
});

test('what people type is plain', () => {
  for (const argv of [
    [],
    ['.'],
    ['-n', 'shop', 'services/', 'policies/'],
    ['--mesh-version', '2.17', '--strict', '.'],
    ['-o=json', '-'].slice(1),
    ['--write', '.'],
    ['--exclude', '*.bak', '--exclude=old', '.'],
  ])
    assert.equal(parsePlain(argv, specs), parseWithCommander(argv), argv.join(' '));
});

test.run();
