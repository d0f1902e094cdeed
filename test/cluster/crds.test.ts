import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CrdSet, checkObjects, checkRendered, crdSetsFor } from './crd-sets.ts';
import { missingPeers } from './peers.ts';
import { examples, goldens } from './rendered.ts';

// No golden may freeze a bug: whatever the goldens and examples show is put before the definitions of the clusters it is written
// for, by the API server's own code, with unknown fields refused, CEL rules evaluated and every default written out.

const checked = new Map<CrdSet, number>();
let complete = 0;

const ready = missingPeers(['crd-check', 'renderer']).length === 0;

/** The renderer copies text that was broken before and cannot matter; it must not break any. */
function brokenBefore(set: CrdSet, inputs: readonly string[]): number {
  return inputs.reduce((sum, file) => sum + checkObjects(set, readFileSync(file, 'utf8')).unreadable, 0);
}

for (const rendered of ready ? [...goldens(), ...examples()] : []) {
  for (const set of crdSetsFor(rendered)) {
    test(`${rendered.name}: ${set}`, () => {
      const done = checkRendered(set, rendered.output());
      assert.is(done.problems, 0, done.stdout);
      if (done.unreadable > 0) assert.is(done.unreadable, brokenBefore(set, rendered.inputs), done.stdout);
      checked.set(set, (checked.get(set) ?? 0) + done.checked);
      complete += done.complete;
    });
  }
}

if (ready) {
  test('every kind of cluster was shown objects, and generated ones were among them', () => {
    for (const set of ['newest', 'linkerd-2.18', 'linkerd-2.16'] as const) assert.ok((checked.get(set) ?? 0) > 0, set);
    assert.ok(complete > 0);
  });
} else {
  test.skip('peers are missing', () => {});
}

test.run();
