import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { world } from '../support/arbitraries.ts';
import { filesOf, streamPackaging } from '../support/arbitraries-packaging.ts';
import type { Sections } from '../support/arbitraries-policy.ts';
import { changeLater } from '../support/change-later.ts';
import { proveLaw } from '../support/law.ts';
import { errorsOf, renderFiles, renderText } from '../support/rendered.ts';

const marks = /resilience\.auth-platform\.github\.com\/(?:generated-from|annotated-from|managed-annotations)/;

test('law 2: a deleted policy leaves no annotation and no route', () => {
  proveLaw({
    number: 2,
    over: fc.tuple(world, fc.nat({ max: 3 })),
    check: ([given, nth]) => {
      if (given.policies.length === 0) return false;
      const { changed, later } = changeLater(given, new Map([[nth % given.policies.length, undefined]]));
      if (given.policies.length === 1) assert.not.match(later, marks);
      return changed;
    },
  });
});

test('law 9: the annotations and routes of a feature that is switched off go', () => {
  const features = fc.constantFrom('circuitBreaker', 'retry', 'timeout', 'rateLimit') satisfies fc.Arbitrary<keyof Sections>;
  proveLaw({
    number: 9,
    over: fc.tuple(world, fc.nat({ max: 3 }), features),
    check: ([given, nth, feature]) => {
      const policy = given.policies[nth % given.policies.length];
      if (policy === undefined) return false;
      // A breaker that several policies set on one Service goes only with all of them.
      const off = given.policies.flatMap((each, i) => {
        const isMeant = each === policy || (feature === 'circuitBreaker' && each.service === policy.service);
        return isMeant ? [[i, { ...each.sections, [feature]: { ...each.sections[feature], enabled: false } }] as const] : [];
      });
      return changeLater(given, new Map(off)).changed;
    },
  });
});

test('law 16: write with the policies, delete them, write again: the original tree, byte for byte', () => {
  proveLaw({
    number: 16,
    over: fc.tuple(world, streamPackaging),
    check: ([given, packaging]) => {
      const options = { ...given.options, output: 'yaml', order: 'input' } as const;
      const first = renderFiles(filesOf(given.documents, packaging), { ...options, policies: 'drop' });
      const again = renderText(first.text, { ...options, orphans: 'remove' });
      const original = renderFiles(
        filesOf(given.documents, packaging, ({ policy }) => policy !== undefined),
        options,
      );
      assert.ok(first.ok && again.ok && original.ok, errorsOf(first) + errorsOf(again) + errorsOf(original));
      assert.is(again.text, original.text);
      return first.changed;
    },
  });
});

test.run();
