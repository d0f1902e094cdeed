/** Releases whose waypoints are known to read timeouts and retry of a route, oldest first. */
export const versions = ['1.27', '1.28', '1.29', '1.30'] as const;
