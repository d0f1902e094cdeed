import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../src/model/resource.ts';
import { type World, world } from '../support/arbitraries.ts';
import type { PolicyModel } from '../support/arbitraries-governance.ts';
import { objectOf } from '../support/arbitraries-packaging.ts';
import { proveLaw } from '../support/law.ts';
import { annotationsOf, errorsOf, identityKey, objectsOf, renderWorld } from '../support/rendered.ts';

const group = 'resilience.auth-platform.github.com';

/** The policies whose objects may have this name: names come from the policy (design §4). */
function ownersOf(object: KubeObject, { policies }: World): readonly PolicyModel[] {
  const { name, namespace = '' } = object['metadata'] as { readonly name: string; readonly namespace?: string };
  return policies.filter(
    (policy) => policy.service.namespace === namespace && (name.startsWith(policy.name) || name.startsWith(policy.name.slice(0, 200))),
  );
}

function markFor(policy: PolicyModel, { options }: World): string {
  const own = (namespace: string): string => namespace || (options.namespace ?? '');
  return own(policy.namespace) === own(policy.service.namespace) ? policy.name : `${own(policy.namespace)}/${policy.name}`;
}

/** 63 characters are the most that a label takes. */
function labelFor({ name }: PolicyModel): string {
  return name.length <= 63 ? name : `${name.slice(0, 54)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

test('law 6: every generated object names its owner, in annotation and labels', () => {
  proveLaw({
    number: 6,
    over: world,
    check: (given) => {
      const rendered = renderWorld(given);
      assert.ok(rendered.ok, errorsOf(rendered));
      const before = new Set(given.documents.map((document) => identityKey(objectOf(document))));
      for (const object of objectsOf(rendered.text).filter((each) => !before.has(identityKey(each)))) {
        const mark = annotationsOf(object)[`${group}/generated-from`];
        const owner = ownersOf(object, given).find((policy) => markFor(policy, given) === mark);
        assert.ok(owner, `${identityKey(object)} is marked ${mark}`);
        const labels = (object['metadata'] as KubeObject)['labels'] as KubeObject;
        const expected = {
          'app.kubernetes.io/managed-by': 'resilience-renderer',
          [`${group}/policy`]: owner === undefined ? '' : labelFor(owner),
        };
        assert.equal(labels, expected);
        assert.not.ok('ownerReferences' in (object['metadata'] as KubeObject));
      }
      return rendered.changed;
    },
  });
});

test('law 6: every annotated object lists exactly our keys and the policies they come from', () => {
  proveLaw({
    number: '6 (annotated)',
    over: world,
    check: (given) => {
      const rendered = renderWorld(given);
      assert.ok(rendered.ok, errorsOf(rendered));
      const originals = new Map(given.documents.map((document) => [identityKey(objectOf(document)), objectOf(document)]));
      for (const object of objectsOf(rendered.text)) {
        const original = originals.get(identityKey(object));
        if (original === undefined) continue;
        const added = Object.keys(annotationsOf(object)).filter((key) => !(key in annotationsOf(original)));
        if (added.length === 0) continue;
        const ours = added.filter((key) => !key.startsWith(`${group}/`)).sort();
        assert.is(annotationsOf(object)[`${group}/managed-annotations`], ours.join(','));
        const target = object['kind'] === 'Service' ? String((object['metadata'] as KubeObject)['name']) : undefined;
        const possible = given.policies
          .filter(({ service }) => target === undefined || service.name === target)
          .map((policy) => markFor(policy, given));
        for (const name of String(annotationsOf(object)[`${group}/annotated-from`]).split(','))
          assert.ok(possible.includes(name), `${name} of ${possible}`);
      }
      return rendered.changed;
    },
  });
});

test('law 8: a policy without its target is RP3002, and nothing is applied', () => {
  proveLaw({
    number: 8,
    over: world,
    check: (given) => {
      const { text } = {
        text: JSON.stringify({
          apiVersion: `${group}/v1`,
          kind: 'ResiliencePolicy',
          metadata: { name: 'lost' },
          spec: { targetRef: { name: 'nowhere' }, timeout: { requestTimeout: '1s' } },
        }),
      };
      const lost = renderWorld({ ...given, documents: [...given.documents, { text, lead: '' }] });
      assert.not.ok(lost.ok);
      assert.is(lost.text, '');
      const errors = lost.findings().filter(({ severity }) => severity === 'error');
      assert.equal(
        errors.map(({ code }) => code),
        ['RP3002'],
      );
      assert.match(errors[0]?.message ?? '', 'nowhere');
      return renderWorld(given).changed;
    },
  });
});

test.run();
