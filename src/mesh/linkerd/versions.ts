/** Releases whose behaviour is known; oldest first. 2.16 is the first with retry and timeout annotations. */
export const versions = ['2.16', '2.17', '2.18', '2.19', '2.20'] as const;

export function isAtLeast(version: string, since: (typeof versions)[number]): boolean {
  return versions.indexOf(version as (typeof versions)[number]) >= versions.indexOf(since);
}

/** The one version of each kind that the controller watches: v1 since edge-25.2.3, which is in 2.18. */
export function routeVersion(kind: 'HTTPRoute' | 'GRPCRoute', version: string): string {
  if (isAtLeast(version, '2.18')) return 'v1';
  return kind === 'HTTPRoute' ? 'v1beta1' : 'v1alpha2';
}
