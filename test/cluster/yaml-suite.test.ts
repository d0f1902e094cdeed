import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { equalValues, isObject, type Value, valueAt } from '../../src/model/resource.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { fromKubectl } from '../support/yaml-deviations.ts';
import { indented, isEmbeddable, suiteCases } from '../support/yaml-suite.ts';
import { missingPeers, runPeer } from './peers.ts';

// kubectl is the reader that counts: each case of the public YAML test suite, as a field of an object, read by kubectl and by us.

const holder = (yaml: string): string =>
  `apiVersion: example.com/v1\nkind: Case\nmetadata:\n  name: web\nspec:\n  case:\n${indented(yaml, 4)}`;

/** What kubectl reads; undefined where it refuses. */
function readByKubectl(text: string): Value | undefined {
  const { code, stdout } = runPeer('kubectl', ['annotate', '--local', '-f', '-', '-o', 'json', 'a=b'], text);
  const parsed = code === 0 ? parseDocument(stdout) : undefined;
  return parsed?.ok && isObject(parsed.value) ? (valueAt(parsed.value, ['spec', 'case']) ?? null) : undefined;
}

function readByUs(text: string): Value | undefined {
  const parsed = parseDocument(text);
  return parsed.ok ? (valueAt(parsed.value, ['spec', 'case']) ?? null) : undefined;
}

if (missingPeers(['kubectl']).length === 0) {
  test('every case reads as kubectl reads it, but for the deviations that are listed', () => {
    const found: string[] = [];
    let both = 0;
    for (const { id, yaml } of suiteCases.filter(isEmbeddable)) {
      const [theirs, ours] = [readByKubectl(holder(yaml)), readByUs(holder(yaml))];
      const agree = theirs === undefined || ours === undefined ? theirs === ours : equalValues(theirs, ours);
      if (!agree) found.push(id);
      else if (ours !== undefined) both++;
    }
    assert.equal(found.sort(), fromKubectl.flatMap(({ cases }) => cases).sort());
    assert.ok(both >= 150, `both read ${both} cases`);
  });
} else {
  test.skip('peers are missing', () => {});
}

test.run();
