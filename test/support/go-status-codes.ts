/*
 * The codes that Go's http.StatusText names (net/http/status.go). Istio takes no other in retryOn, and turns one that a route
 * names into a condition that Envoy does not know (mesh facts §2.2).
 */
const spans: readonly (readonly [from: number, to: number])[] = [
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

export function hasGoStatusText(code: number): boolean {
  return spans.some(([from, to]) => code >= from && code <= to);
}
