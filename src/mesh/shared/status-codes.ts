/*
 * The status codes that Go's net/http has a text for (StatusText, Go 1.24). Istio takes these alone as retryOn and turns any
 * other of a route into an unknown token, which retries nothing (meshes facts §2.2).
 */
const namedRanges: readonly (readonly [from: number, to: number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/** A code or range of codes, as those that may be written and those that may not. */
export interface ExpandedCodes {
  readonly named: readonly number[];
  readonly nameless: readonly number[];
}

/** Expands `503` or `500-504`; a mesh that takes codes one by one reads no ranges. */
export function expandCodes(condition: string): ExpandedCodes {
  const [from = 0, to = from] = condition.split('-').map(Number);
  const codes = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const isNamed = (code: number): boolean => namedRanges.some(([first, last]) => first <= code && code <= last);
  return { named: codes.filter(isNamed), nameless: codes.filter((code) => !isNamed(code)) };
}

/** Ascending codes as people write them: `509,512-599`. */
export function formatCodes(codes: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const code of codes) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === code - 1) run[1] = code;
    else runs.push([code, code]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
