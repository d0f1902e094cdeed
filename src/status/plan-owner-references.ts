import { meshes } from '../mesh/registry.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import { generatedFrom, group } from '../model/group.ts';
import {
  formatName,
  type Identity,
  identityOf,
  isObject,
  type KubeObject,
  listAt,
  stringAt,
  type Value,
  valueAt,
} from '../model/resource.ts';
import { isGeneratedKind } from './generated-kinds.ts';
import { heldReferences } from './held-references.ts';
import { isTracked } from './tracking-marks.ts';

/** `remove` takes back what `apply` gave, for the time before it is switched off. */
export type OwnerReferenceMode = 'apply' | 'remove';

export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** All owners that we are to give an object: what we gave before and is not among them goes. */
export interface OwnerReferenceChange {
  readonly on: Identity;
  readonly uid: string;
  /** On which the decision rests. */
  readonly resourceVersion: string;
  readonly owners: readonly Owner[];
}

interface Policies {
  readonly byName: ReadonlyMap<string, Owner>;
  readonly byUid: ReadonlySet<string>;
}

/**
 * The generated objects whose owners are not the policies that their mark names, once for each. No object is named whose
 * references are right already, so that nothing is written while nothing changes.
 */
export function planOwnerReferences(objects: readonly KubeObject[], mode: OwnerReferenceMode): readonly OwnerReferenceChange[] {
  const policies = presentPolicies(objects);
  return objects.flatMap((object) => {
    if (!isCandidate(object)) return [];
    const wanted = mode === 'remove' ? [] : ownersOf(object, policies.byName);
    const held = heldReferences(object);
    const there = listAt(object, ['metadata', 'ownerReferences']).map(ownerAt);
    const isMissing = wanted.some(({ uid }) => !there.some((each) => each.uid === uid));
    const wantedUids = new Set(wanted.map(({ uid }) => uid));
    // A reference to a policy that is gone is about to take the object with it: taking it back would race with the garbage collector.
    const isSurplus = [...held].some((uid) => !wantedUids.has(uid) && policies.byUid.has(uid));
    if (!isMissing && !isSurplus) return [];
    const dangling = there.filter(({ uid }) => held.has(uid) && !wantedUids.has(uid) && !policies.byUid.has(uid));
    return [change(object, [...wanted, ...dangling])];
  });
}

/** Those that are being deleted do not count: they own what they own until the end. */
function presentPolicies(objects: readonly KubeObject[]): Policies {
  const policies = objects.filter((object) => {
    const { kind, apiVersion } = identityOf(object);
    return kind === 'ResiliencePolicy' && apiVersion.startsWith(`${group}/`) && stringAt(object, ['metadata', 'deletionTimestamp']) === '';
  });
  const owners = policies.map((object) => [formatName(identityOf(object)), ownerOf(object)] as const);
  return { byName: new Map(owners), byUid: new Set(owners.map(([, { uid }]) => uid)) };
}

function isCandidate(object: KubeObject): boolean {
  const metadata = valueAt(object, ['metadata']);
  if (!isObject(metadata) || stringAt(metadata, ['deletionTimestamp']) !== '' || !isGeneratedKind(identityOf(object))) return false;
  return stringAt(metadata, ['annotations', generatedFrom]) !== '' || heldReferences(object).size > 0;
}

/**
 * One owner for each policy of the mark: the garbage collector waits for the last of them. None where a policy is of another
 * namespace, whose deletion would not be waited for; nor on an object that a tool tracks, or that somebody has edited.
 */
function ownersOf(object: KubeObject, policies: ReadonlyMap<string, Owner>): readonly Owner[] {
  const { namespace } = identityOf(object);
  const names = stringAt(object, ['metadata', 'annotations', generatedFrom]).split(',').filter(Boolean);
  const isForeign = names.some((name) => name.includes('/') && !name.startsWith(`${namespace}/`));
  if (isForeign || isTracked(object) || !Object.values(meshes).some((mesh) => mesh.couldHaveWritten(object))) return [];
  return names.flatMap((name) => policies.get(name.includes('/') ? name : `${namespace}/${name}`) ?? []);
}

function change(object: KubeObject, owners: readonly Owner[]): OwnerReferenceChange {
  return {
    on: identityOf(object),
    uid: stringAt(object, ['metadata', 'uid']),
    resourceVersion: stringAt(object, ['metadata', 'resourceVersion']),
    owners: [...owners].sort((a, b) => compareCodePoints(a.name, b.name) || compareCodePoints(a.uid, b.uid)),
  };
}

function ownerOf(policy: KubeObject): Owner {
  const { apiVersion, kind, name } = identityOf(policy);
  return { apiVersion, kind, name, uid: stringAt(policy, ['metadata', 'uid']) };
}

function ownerAt(reference: Value): Owner {
  return {
    apiVersion: stringAt(reference, ['apiVersion']),
    kind: stringAt(reference, ['kind']),
    name: stringAt(reference, ['name']),
    uid: stringAt(reference, ['uid']),
  };
}
