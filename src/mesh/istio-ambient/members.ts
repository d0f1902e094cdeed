import type { MemberMetadata, Membership, MeshBackend } from '../backend.ts';

const modeLabel = 'istio.io/dataplane-mode';
const sidecarLabel = 'sidecar.istio.io/inject';

/** ztunnel takes pods by one label, on the pod or on its Namespace, and leaves those alone that have a sidecar of their own (istio.io/latest/docs/ambient/usage/add-workloads). */
export const members: NonNullable<MeshBackend['members']> = {
  joinBy: `the label ${modeLabel}: ambient`,
  read: ({ level, labels, annotations }: MemberMetadata): Membership | undefined => {
    const sidecar = level === 'pod' ? (labels[sidecarLabel] ?? annotations[sidecarLabel]) : undefined;
    if (sidecar === 'true') return { isMember: false, by: `${sidecarLabel}: ${sidecar}` };
    const mode = labels[modeLabel];
    return mode === undefined ? undefined : { isMember: mode === 'ambient', by: `${modeLabel}: ${mode}` };
  },
};
