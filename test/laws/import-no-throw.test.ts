import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { toFindings } from '../../src/diagnostics/finding.ts';
import { importManifests } from '../../src/import-manifests.ts';
import { meshes } from '../../src/mesh/registry.ts';
import { identityOf, type KubeObject } from '../../src/model/resource.ts';
import { fromText, textOfSegments } from '../../src/model/source.ts';
import { locate } from '../../src/read/locate.ts';
import { validatePolicy } from '../../src/validate/validate-policy.ts';
import { readObject, splitStream } from '../support/arbitraries-text.ts';
import { goldenRoot } from '../support/golden-cases.ts';
import { proveLaw } from '../support/law.ts';

/** Every kind of object that an import reads, as people write them: one set of objects for each golden with output. */
const cases: readonly (readonly KubeObject[])[] = readdirSync(goldenRoot)
  .filter((name) => name.startsWith('import-') && existsSync(join(goldenRoot, name, 'out.txt')))
  .map((name) => {
    const directory = join(goldenRoot, name, 'in');
    const texts = readdirSync(directory).flatMap((file) => splitStream(readFileSync(join(directory, file), 'utf8')));
    return texts.map((text) => readObject(text));
  });

/** A value at one place of an object becomes another. */
interface Damage {
  readonly object: number;
  readonly leaf: number;
  readonly value: unknown;
}

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, {}, [], '', 0, -1, 1e9, 0.5, '1s', '0s', '1h30m', '0.5ms', '5xx', 'reset', '429', '599', true, 'reviews', '*'),
);
const damage: fc.Arbitrary<Damage> = fc.record({ object: fc.nat(), leaf: fc.nat(), value });

function apply(given: readonly KubeObject[], damages: readonly Damage[]): readonly unknown[] {
  const copy = structuredClone(given) as KubeObject[];
  for (const { object, leaf, value: next } of damages) {
    const places = placesOf(copy[object % copy.length]);
    const place = places[leaf % Math.max(1, places.length)];
    if (place !== undefined) (place.holder as Record<string, unknown>)[place.key] = next;
  }
  return copy;
}

function placesOf(holder: unknown): readonly { readonly holder: object; readonly key: string }[] {
  if (typeof holder !== 'object' || holder === null) return [];
  return Object.entries(holder).flatMap(([key, each]) => [{ holder, key }, ...placesOf(each)]);
}

test('whatever objects say, an import does not throw, and what it prints are valid policies', () => {
  assert.ok(cases.length >= 12, `${cases.length} cases`);
  proveLaw({
    number: 'import never throws',
    runs: 600,
    over: fc.tuple(fc.constantFrom(...cases), fc.array(damage, { maxLength: 3 }), fc.constantFrom(...Object.keys(meshes))),
    check: ([chosen, damages, mesh]) => {
      const text = apply(chosen, damages)
        .map((object) => `${JSON.stringify(object)}\n`)
        .join('---\n');
      const { ok, output, policies, diagnostics } = importManifests([fromText('any.yaml', text)], { mesh, namespace: 'shop' });
      for (const { code, message } of toFindings(diagnostics, locate)) assert.ok(!code.startsWith('RP9') && message !== '', code);
      assert.ok(ok || output.length === 0);
      assert.is(textOfSegments(output) === '', policies.length === 0);
      const { report, diagnostics: wrong } = createCollector();
      for (const object of policies) assert.ok(validatePolicy({ identity: identityOf(object), object }, report) !== undefined);
      assert.not(wrong.some(({ severity }) => severity === 'error'));
      return policies.length > 0;
    },
  });
});

test.run();
