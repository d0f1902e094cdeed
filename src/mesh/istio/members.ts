import type { MemberMetadata, Membership, MeshBackend } from '../backend.ts';

const namespaceLabel = 'istio-injection';
const revisionLabel = 'istio.io/rev';
const podKey = 'sidecar.istio.io/inject';

/**
 * Istio's sidecar injector: a label on the Namespace or on the pod; on the pod the older annotation too
 * (istio.io/latest/docs/setup/additional-setup/sidecar-injection). A pod's own word beats the revision beside it.
 */
export const members: NonNullable<MeshBackend['members']> = {
  joinBy: `the label ${namespaceLabel}: enabled`,
  read: ({ level, labels, annotations }: MemberMetadata): Membership | undefined => {
    const key = level === 'namespace' ? namespaceLabel : podKey;
    const value = labels[key] ?? (level === 'pod' ? annotations[key] : undefined);
    if (value !== undefined) return { isMember: value === 'enabled' || value === 'true', by: `${key}: ${value}` };
    const revision = labels[revisionLabel];
    return revision === undefined ? undefined : { isMember: true, by: `${revisionLabel}: ${revision}` };
  },
};
