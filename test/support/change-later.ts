import * as assert from 'uvu/assert';
import type { KubeObject } from '../../src/model/resource.ts';
import { changedPolicy, type PolicyChanges, type World, withPolicies } from './arbitraries.ts';
import { policyObject } from './arbitraries-governance.ts';
import { errorsOf, identityKey, objectsOf, renderText, renderWorld, replaceDocuments } from './rendered.ts';

/** The objects that are not policies; no annotations are the same as `annotations: null` (law 16 is about bytes). */
export function bareObjects(text: string): readonly KubeObject[] {
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
export function changeLater(given: World, changes: PolicyChanges): { readonly changed: boolean; readonly later: string } {
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
