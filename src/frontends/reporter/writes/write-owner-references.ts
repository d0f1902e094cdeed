import { groupOf, type KubeObject } from '../../../model/resource.ts';
import { ownershipManager } from '../../../status/held-references.ts';
import type { OwnerReferenceChange } from '../../../status/plan-owner-references.ts';
import { watchedKinds } from '../../../status/watched-kinds.ts';
import type { WriteParts } from './write-status.ts';

/** As for a status. */
const timeout = 5_000;

/**
 * Applies the owners on the server's side, under a manager of their own: what it gave before and does not name now goes, what others
 * gave stays. The resourceVersion makes every race a 409, so that nothing is given to an object that a tool has begun to track; the uid
 * keeps an apply from creating the object anew.
 */
export function writeOwnerReferences(change: OwnerReferenceChange, { transport, signal, mayWrite }: WriteParts): Promise<KubeObject> {
  const { apiVersion, kind, namespace, name } = change.on;
  const ownerReferences = change.owners.map((owner) => ({ ...owner, controller: false, blockOwnerDeletion: false }));
  const { uid, resourceVersion } = change;
  return transport.request({
    verb: 'patch',
    path: `/apis/${apiVersion}/namespaces/${namespace}/${pluralOf(change)}/${name}`,
    query: { fieldManager: ownershipManager },
    contentType: 'application/apply-patch+yaml',
    body: { apiVersion, kind, metadata: { namespace, name, uid, resourceVersion, ownerReferences } },
    timeout,
    signal,
    mayStillSend: mayWrite,
  });
}

function pluralOf({ on }: OwnerReferenceChange): string {
  return watchedKinds.find(({ group, kind }) => group === groupOf(on.apiVersion) && kind === on.kind)?.plural ?? '';
}
