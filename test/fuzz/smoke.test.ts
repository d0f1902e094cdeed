import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { replaceOnce } from './bundle.ts';
import { fuzz } from './fuzz.ts';
import { change, seeds, traps } from './generate.ts';
import { type FuzzInput, showInput } from './input.ts';
import { minimize } from './minimize.ts';
import { changeKinds, mutateBytes } from './mutate.ts';
import { plantedBugs } from './planted-bugs.ts';
import { targetNames } from './targets.ts';

test('a short run finds nothing, and every target does something', () => {
  const report = fuzz({
    seed: 7,
    targets: targetNames,
    first: [...traps, ...seeds.filter((_, i) => i % 20 === 0)],
    // Without coverage every third input is kept as if it had reached something new.
    guide: everyThird(),
    goesOn: (executions) => executions < 60,
  });
  assert.equal(
    report.findings.map(({ law, message, input }) => `${law}\n${message}\n${showInput(input)}`),
    [],
  );
  assert.is(report.executions, 60);
  assert.equal(
    Object.keys(report.worked)
      .filter((name) => name !== 'config')
      .sort(),
    targetNames.filter((name) => name !== 'config').sort(),
  );
});

function everyThird(): { take(): number } {
  let n = 0;
  return { take: () => (n++ % 3 === 0 ? 1 : 0) };
}

test('a seed gives the same inputs again', () => {
  const run = (): readonly string[] => {
    const inputs: string[] = [];
    fuzz({ seed: 3, targets: [], first: [], guide: everyThird(), goesOn: (executions) => executions < 42 }).corpus.forEach((input) => {
      inputs.push(showInput(input));
    });
    return inputs;
  };
  assert.ok(run().length >= 10);
  assert.equal(run(), run());
});

test('no change of a text throws, and each changes something', () => {
  const [world = ''] = [seeds[0]?.files.map(({ bytes }) => bytes.toString()).join('---\n')];
  const texts = fc.oneof(
    fc.constant(Buffer.from(world)),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  for (const kind of changeKinds) {
    let changed = 0;
    const law = fc.property(texts, change, (bytes, drawn) => {
      if (!mutateBytes(bytes, [{ ...drawn, kind }]).equals(bytes)) changed++;
    });
    fc.assert(law, { numRuns: 60, seed: 1 });
    assert.ok(changed > 0, `${kind} changes nothing`);
  }
});

test('what breaks a law is made small', () => {
  const file = (text: string): FuzzInput['files'][number] => ({ path: `${text.length}.yaml`, bytes: Buffer.from(text) });
  const input: FuzzInput = { files: [file('a\nb\nc\n'), file('1\n2\nwrong\n3\n4\n5\n')], options: { strict: true, mesh: 'istio' } };
  const small = minimize(input, ({ files, options }) => options.mesh === 'istio' && files.some(({ bytes }) => bytes.includes('wrong')));
  assert.is(showInput(small), showInput({ files: [{ path: '16.yaml', bytes: Buffer.from('wrong\n') }], options: { mesh: 'istio' } }));
});

test('every bug can still be planted', () => {
  assert.ok(plantedBugs.length >= 10);
  assert.is(new Set(plantedBugs.map(({ name }) => name)).size, plantedBugs.length);
  for (const bug of plantedBugs) assert.ok(replaceOnce(readFileSync(join(repository, bug.file), 'utf8'), bug) !== '', bug.name);
});

test('a bug whose place is gone, or not the only one, is refused', () => {
  const bug = { file: 'src/a.ts', text: 'x', by: 'y' };
  assert.throws(() => replaceOnce('abc', bug), /src\/a\.ts: "x" stands in it 0 times/);
  assert.throws(() => replaceOnce('x + x', bug), /2 times/);
  assert.is(replaceOnce('a x b', bug), 'a y b');
});

test.run();
