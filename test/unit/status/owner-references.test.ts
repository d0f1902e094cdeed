import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedFrom } from '../../../src/model/group.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import { heldReferences, ownershipManager } from '../../../src/status/held-references.ts';
import { type OwnerReferenceChange, type OwnerReferenceMode, planOwnerReferences } from '../../../src/status/plan-owner-references.ts';
import { isTracked } from '../../../src/status/tracking-marks.ts';
import { trimObject } from '../../../src/status/trim-object.ts';
import { trimWithOwnership } from '../../../src/status/trim-with-ownership.ts';
import { applied, edit, policy, service, timeout } from '../../support/live-cluster.ts';

const objects = applied([service('web'), policy('p', timeout)]).map((object) =>
  object['kind'] === 'ResiliencePolicy' ? policy('p', timeout) : object,
);

function withMetadata(change: (metadata: ObjectValue) => ObjectValue, on: readonly KubeObject[] = objects): readonly KubeObject[] {
  return edit(on, 'HTTPRoute', (route) => ({ ...route, metadata: change(route['metadata'] as ObjectValue) }));
}

const annotated = (more: ObjectValue, on?: readonly KubeObject[]): readonly KubeObject[] =>
  withMetadata((metadata) => ({ ...metadata, annotations: { ...(metadata['annotations'] as ObjectValue), ...more } }), on);
const labelled = (more: ObjectValue): readonly KubeObject[] =>
  withMetadata((metadata) => ({ ...metadata, labels: { ...(metadata['labels'] as ObjectValue), ...more } }));
const marked = (mark: string, on?: readonly KubeObject[]): readonly KubeObject[] => annotated({ [generatedFrom]: mark }, on);

const apiVersion = 'resilience.auth-platform.github.com/v1';
const owner = (name: string, uid = `uid-${name}`): ObjectValue => ({ apiVersion, kind: 'ResiliencePolicy', name, uid });

/** As the API server keeps it after we have applied these owners. */
function owned(owners: readonly ObjectValue[], on: readonly KubeObject[] = objects): readonly KubeObject[] {
  const references = Object.fromEntries(owners.map(({ uid }) => [`k:{"uid":"${String(uid)}"}`, { '.': {}, 'f:name': {} }]));
  const fieldsV1 = { 'f:metadata': { 'f:ownerReferences': references } };
  return withMetadata(
    (metadata) => ({
      ...metadata,
      ownerReferences: owners,
      managedFields: [
        { manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:spec': {} } },
        { manager: ownershipManager, operation: 'Apply', time: '2026-01-01T00:00:00Z', fieldsV1 },
      ],
    }),
    on,
  );
}

const plan = (of: readonly KubeObject[], mode: OwnerReferenceMode = 'apply'): readonly OwnerReferenceChange[] =>
  planOwnerReferences(of.map(trimWithOwnership), mode);
/** Names of the owners of each change. */
const owners = (of: readonly KubeObject[], mode?: OwnerReferenceMode): readonly (readonly string[])[] =>
  plan(of, mode).map((change) => change.owners.map(({ name }) => name));

test('a route gets the policy of its mark as owner, a Service nothing, and a second look finds nothing to do', () => {
  const [change, ...rest] = plan(objects);
  assert.equal(rest, []);
  assert.is(change?.on.kind, 'HTTPRoute');
  assert.equal(change?.owners, [owner('p')]);
  assert.equal(owners(owned([owner('p')])), []);
});

test('a mark of several policies gives an owner each; one that is missing is left out', () => {
  const both = [...marked('p,q'), policy('q', timeout)];
  assert.equal(owners(both), [['p', 'q']]);
  assert.equal(owners(owned([owner('p')], both)), [['p', 'q']]);
  assert.equal(owners(marked('p,q')), [['p']]);
});

test('a policy of another namespace may wait for the object too: nobody becomes its owner', () => {
  assert.equal(owners(marked('bank/p')), []);
  assert.equal(owners([...marked('p,bank/q'), policy('q', timeout, { namespace: 'bank' })]), []);
  assert.equal(owners(marked('shop/p')), [['p']]);
});

test('an owner that the mark no longer names goes; what others gave stays out of it', () => {
  const both = [...marked('q'), policy('q', timeout)];
  assert.equal(owners(owned([owner('p')], both)), [['q']]);
  assert.equal(owners(owned([owner('p')], annotated({ [generatedFrom]: '' }))), [[]]);
  const byOthers = withMetadata((metadata) => ({ ...metadata, ownerReferences: [owner('p'), { ...owner('x'), kind: 'Deployment' }] }));
  assert.equal(owners(byOthers), []);
});

test('a reference to a policy that is gone is left to the garbage collector, which would otherwise lose the race', () => {
  const gone = owned([owner('p')]).filter(({ kind }) => kind !== 'ResiliencePolicy');
  assert.equal([owners(gone), owners(gone, 'remove')], [[], []]);
  const going = edit(owned([owner('p')]), 'ResiliencePolicy', () => policy('p', timeout, { deletionTimestamp: '2026-01-01T00:00:00Z' }));
  assert.equal([owners(going), owners(going, 'remove')], [[], []]);
  const anew = edit(owned([owner('p')]), 'ResiliencePolicy', () => policy('p', timeout, { uid: 'uid-new' }));
  assert.equal(
    plan(anew)[0]?.owners,
    [owner('p', 'uid-new'), owner('p')].sort((a, b) => (String(a['uid']) < String(b['uid']) ? -1 : 1)),
  );
});

test('an object that is tracked, edited or being deleted gets none, and loses what it has', () => {
  const tracked = [
    annotated({ 'argocd.argoproj.io/tracking-id': 'app:x' }),
    annotated({ 'config.k8s.io/owning-inventory': 'x' }),
    annotated({ 'meta.helm.sh/release-name': 'x' }),
    annotated({ 'objectset.rio.cattle.io/id': 'x' }),
    labelled({ 'app.kubernetes.io/instance': 'shop' }),
    labelled({ 'argocd.argoproj.io/instance': 'shop' }),
    labelled({ 'kustomize.toolkit.fluxcd.io/name': 'shop' }),
    labelled({ 'helm.toolkit.fluxcd.io/namespace': 'shop' }),
    labelled({ 'applyset.kubernetes.io/part-of': 'x' }),
    labelled({ 'kapp.k14s.io/app': 'x' }),
  ];
  const edited = edit(objects, 'HTTPRoute', (route) => ({
    ...route,
    spec: { ...(route['spec'] as ObjectValue), hostnames: ['a.example.com'] },
  }));
  for (const each of [...tracked, edited]) {
    assert.equal(owners(each), []);
    assert.equal(owners(owned([owner('p')], each)), [[]]);
  }
  assert.equal(owners(withMetadata((metadata) => ({ ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' }))), []);
  for (const each of [labelled({ 'app.kubernetes.io/name': 'web' }), annotated({ 'example.com/argocd.argoproj.io': 'x' })])
    assert.equal(owners(each), [['p']]);
});

test('remove takes back what was given, and only that', () => {
  assert.equal(owners(owned([owner('p')]), 'remove'), [[]]);
  assert.equal(owners(objects, 'remove'), []);
  const byOthers = withMetadata((metadata) => ({ ...metadata, ownerReferences: [owner('p')] }));
  assert.equal(owners(byOthers, 'remove'), []);
});

test('memory holds of a generated object what decides, without the values of tracking marks; of any other object nothing more', () => {
  const [route] = annotated({ 'argocd.argoproj.io/tracking-id': 'app:very-long' }).filter(({ kind }) => kind === 'HTTPRoute');
  const kept = trimWithOwnership(route ?? {});
  assert.ok(isTracked(kept));
  assert.not.match(JSON.stringify(kept), 'very-long');
  const others = [service('web'), policy('p', timeout), { ...service('x'), metadata: { name: 'x', labels: { 'kapp.k14s.io/app': 'x' } } }];
  for (const object of others) assert.equal(trimWithOwnership(object), trimObject(object));
  const odd = {
    metadata: {
      managedFields: [
        { manager: ownershipManager, operation: 'Apply', fieldsV1: { 'f:metadata': { 'f:ownerReferences': { '.': {}, 'k:{': {} } } } },
      ],
    },
  };
  assert.is(heldReferences(odd).size, 0);
});

test.run();
