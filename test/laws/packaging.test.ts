import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { world } from '../support/arbitraries.ts';
import { filesOf, onePerFile, packaging, streamPackaging } from '../support/arbitraries-packaging.ts';
import { proveLaw } from '../support/law.ts';
import { errorsOf, objectsOf, renderFiles } from '../support/rendered.ts';

test('law 11: the same documents in other files, in any order, parsed or not, give the same bytes in apply order', () => {
  proveLaw({
    number: 11,
    over: fc.tuple(world, streamPackaging, fc.array(fc.nat({ max: 99 }), { minLength: 3, maxLength: 9 })),
    check: ([given, other, ranks]) => {
      const options = { ...given.options, output: 'yaml', order: 'apply' } as const;
      const one = renderFiles(onePerFile(given.documents), options);
      const order = given.documents
        .map((_, i) => i)
        .sort((a, b) => (ranks[a % ranks.length] ?? 0) - (ranks[b % ranks.length] ?? 0) || b - a);
      const shuffled = order.flatMap((i) => given.documents[i] ?? []);
      const two = renderFiles(filesOf(shuffled, other), { ...options, parseAll: true });
      assert.ok(one.ok && two.ok, errorsOf(one) + errorsOf(two));
      assert.is(two.text, one.text);
      return one.changed;
    },
  });
});

test('law 11: Lists and JSON files give the same objects in the same order', () => {
  proveLaw({
    number: '11 (packaging)',
    over: fc.tuple(world, packaging, packaging),
    check: ([given, first, second]) => {
      const options = { ...given.options, output: 'yaml', order: 'apply' } as const;
      const one = renderFiles(filesOf(given.documents, first), options);
      const two = renderFiles(filesOf(given.documents, second), options);
      assert.ok(one.ok && two.ok, errorsOf(one) + errorsOf(two));
      assert.equal(objectsOf(two.text), objectsOf(one.text));
      const json = renderFiles(filesOf(given.documents, second), { ...options, output: 'json' });
      assert.equal(JSON.parse(json.text).items, objectsOf(one.text), 'as JSON');
      return one.changed;
    },
  });
});

test.run();
