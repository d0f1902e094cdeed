/** Releases of the CRDs, oldest first: timeouts are in the standard channel, and retry in the experimental one, since 1.2. */
export const versions = ['1.2', '1.3', '1.4', '1.5', '1.6'] as const;
