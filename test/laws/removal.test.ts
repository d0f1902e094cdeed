import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../src/model/resource.ts';
import { changedPolicy, type PolicyChanges, type World, withPolicies, world } from '../support/arbitraries.ts';
import { policyObject } from '../support/arbitraries-governance.ts';
import { filesOf, streamPackaging } from '../support/arbitraries-packaging.ts';
import type { Sections } from '../support/arbitraries-policy.ts';
import { proveLaw } from '../support/law.ts';
import { errorsOf, identityKey, objectsOf, renderFiles, renderText, renderWorld, replaceDocuments } from '../support/rendered.ts';

const marks = /resilience\.auth-platform\.github\.com\/(?:generated-from|annotated-from|managed-annotations)/;

/** The objects that are not policies; no annotations are the same as `annotations: null` (law 16 is about bytes). */
function bareObjects(text: string): readonly KubeObject[] {
  const objects = objectsOf(text).filter((object) => object['kind'] !== 'ResiliencePolicy');
  return objects.map((object) => {
    const { annotations, ...metadata } = object['metadata'] as KubeObject;
    return {
      ...object,
      metadata: Object.keys(annotations ?? {}).length === 0 ? metadata : { ...metadata, annotations: annotations ?? null },
    };
  });
}

/** Renders, changes policies in what came out, renders again; and the same for a world that had the changed policies from the start. */
function changeLater(given: World, changes: PolicyChanges): { readonly changed: boolean; readonly later: string } {
  const options = { ...given.options, output: 'yaml', order: 'apply' } as const;
  const first = renderWorld(given, options);
  const objects = [...changes].flatMap(([index, sections]) => {
    const policy = given.policies[index];
    return policy === undefined ? [] : [[identityKey(policyObject(policy)), changedPolicy(given, index, sections)] as const];
  });
  const later = renderText(replaceDocuments(first.text, new Map(objects)), { ...options, orphans: 'remove', allowEmpty: true });
  const never = renderWorld({ ...given, documents: withPolicies(given, changes) }, options);
  assert.ok(first.ok && later.ok && never.ok, errorsOf(first) + errorsOf(later) + errorsOf(never));
  assert.equal(bareObjects(later.text), bareObjects(never.text));
  return { changed: first.changed, later: later.text };
}

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
