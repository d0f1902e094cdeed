import type { KubeObject } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';

/**
 * Whoever applies with one of these prunes by itself, and treats an object with an owner as somebody else's: Argo CD does not prune
 * it, nor does kapp (facts krm-argocd §5). `app.kubernetes.io/instance` is the label by which Argo CD tracks before 3.0; it cannot be
 * told from the same label set by hand, and a route that stays does less harm than one that is never pruned.
 */
const keys: ReadonlySet<string> = new Set(['app.kubernetes.io/instance', 'config.k8s.io/owning-inventory', 'meta.helm.sh/release-name']);
const domains: ReadonlySet<string> = new Set([
  'applyset.kubernetes.io',
  'argocd.argoproj.io',
  'helm.toolkit.fluxcd.io',
  'kapp.k14s.io',
  'kustomize.toolkit.fluxcd.io',
  'objectset.rio.cattle.io',
]);

/** The labels and annotations by which tools that prune know an object as theirs. */
export function trackingMarks(object: KubeObject, part: 'labels' | 'annotations'): readonly string[] {
  return Object.keys(stringMapAt(object, ['metadata', part])).filter((key) => keys.has(key) || domains.has(key.slice(0, key.indexOf('/'))));
}

export function isTracked(object: KubeObject): boolean {
  return trackingMarks(object, 'labels').length > 0 || trackingMarks(object, 'annotations').length > 0;
}
