import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../src/model/resource.ts';
import { type World, world } from '../support/arbitraries.ts';
import { bytesOf, filesOf, objectOf, streamPackaging } from '../support/arbitraries-packaging.ts';
import { readObject, splitStream } from '../support/arbitraries-text.ts';
import { proveLaw } from '../support/law.ts';
import { annotationsOf, errorsOf, identityKey, objectsOf, type Rendered, renderFiles, renderWorld } from '../support/rendered.ts';

const ourKeys =
  /^(?:balancer|retry|timeout)\.linkerd\.io\/|^config\.linkerd\.io\/failure-accrual|^resilience\.auth-platform\.github\.com\//;

function originalsOf({ documents }: World): ReadonlyMap<string, KubeObject> {
  return new Map(documents.map((document) => [identityKey(objectOf(document)), objectOf(document)]));
}

function renderedWell(given: World): Rendered {
  const rendered = renderWorld(given);
  assert.ok(rendered.ok, errorsOf(rendered));
  return rendered;
}

test('law 12: untouched documents are byte-equal in the output', () => {
  proveLaw({
    number: 12,
    over: fc.tuple(world, streamPackaging),
    check: ([given, packaging]) => {
      const rendered = renderFiles(filesOf(given.documents, packaging), { ...given.options, output: 'yaml' });
      assert.ok(rendered.ok, errorsOf(rendered));
      const parts = new Map(splitStream(rendered.text).map((part) => [identityKey(readObject(part)), part]));
      for (const document of given.documents) {
        const original = objectOf(document);
        const part = parts.get(identityKey(original));
        assert.ok(part !== undefined, `${identityKey(original)} is lost`);
        const isTouched = Object.keys(annotationsOf(readObject(part ?? ''))).some((key) => ourKeys.test(key));
        if (!isTouched) assert.is(part, bytesOf(document));
      }
      return rendered.changed;
    },
  });
});

test('law 13: foreign annotations survive, and so does everything else in an annotated object', () => {
  proveLaw({
    number: 13,
    over: world,
    check: (given) => {
      const rendered = renderedWell(given);
      const originals = originalsOf(given);
      const found = objectsOf(rendered.text).filter((object) => originals.has(identityKey(object)));
      assert.is(found.length, originals.size, 'every object of the input is in the output');
      for (const object of found) assert.equal(withoutOurs(object), withoutOurs(originals.get(identityKey(object)) ?? {}));
      return rendered.changed;
    },
  });
});

/** An object without the annotations that are ours; no annotations at all are the same as an empty map of them. */
function withoutOurs(object: KubeObject): KubeObject {
  const { annotations: _, ...metadata } = object['metadata'] as KubeObject;
  return {
    ...object,
    metadata,
    annotations: Object.fromEntries(Object.entries(annotationsOf(object)).filter(([key]) => !ourKeys.test(key))) as KubeObject,
  };
}

test('law 15: everything that we wrote reads the same under YAML 1.1 and 1.2', () => {
  proveLaw({
    number: 15,
    over: world,
    check: (given) => {
      const rendered = renderedWell(given);
      const originals = originalsOf(given);
      for (const part of splitStream(rendered.text)) {
        const [older, newer] = [membersOf(readObject(part, '1.1')), membersOf(readObject(part, '1.2'))];
        for (const [i, object] of older.entries()) {
          const isGenerated = !originals.has(identityKey(object));
          if (isGenerated) assert.equal(newer[i], object);
          assert.equal(ours(newer[i] ?? {}), ours(object));
          for (const value of Object.values(ours(object))) assert.type(value, 'string');
        }
      }
      return rendered.changed;
    },
  });
});

function membersOf(object: KubeObject): readonly KubeObject[] {
  return object['kind'] === 'List' ? (object['items'] as readonly KubeObject[]) : [object];
}

function ours(object: KubeObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(annotationsOf(object)).filter(([key]) => ourKeys.test(key)));
}

test.run();
