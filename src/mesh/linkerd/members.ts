import type { MeshBackend } from '../backend.ts';

const inject = 'linkerd.io/inject';

/** Linkerd's injector reads one annotation, on the pod or on its Namespace. */
export const members: NonNullable<MeshBackend['members']> = {
  joinBy: `the annotation ${inject}: enabled`,
  read: ({ annotations }) => {
    const value = annotations[inject];
    return value === undefined ? undefined : { isMember: value === 'enabled' || value === 'ingress', by: `${inject}: ${value}` };
  },
};
