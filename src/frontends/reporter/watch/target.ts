import { group } from '../../../model/group.ts';
import type { GroupKind } from '../../../model/kinds.ts';

/** A kind to watch, as src/status/watched-kinds.ts lists it. */
export interface TargetKind extends GroupKind {
  readonly plural: string;
  /** Newest first. */
  readonly versions: readonly string[];
}

/** One list and watch: a kind in one namespace, or in all ('' ). */
export interface Target {
  readonly kind: TargetKind;
  readonly namespace: string;
}

/** Every target of the chosen namespaces; none chosen are all. */
export function targetsOf(kinds: readonly TargetKind[], namespaces: readonly string[]): readonly Target[] {
  const places = namespaces.length === 0 ? [''] : namespaces;
  return kinds.flatMap((kind) => places.map((namespace) => ({ kind, namespace })));
}

/** Without these nothing can be said of any policy: they decide readiness. */
export function isEssential(kind: GroupKind): boolean {
  return (kind.group === group && kind.kind === 'ResiliencePolicy') || (kind.group === '' && kind.kind === 'Service');
}

/** `httproutes.gateway.networking.k8s.io`. */
export function formatTarget({ kind }: Target): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
}

/** `/apis/<group>/<version>`, `/api/v1` for the core group. */
export function basePath(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** Where the objects of a target are listed, and by which field: Namespaces are no members of themselves. */
export function collectionOf({ kind, namespace }: Target, version: string): { readonly path: string; readonly fieldSelector?: string } {
  const base = basePath(kind.group, version);
  if (namespace === '') return { path: `${base}/${kind.plural}` };
  if (kind.group === '' && kind.kind === 'Namespace')
    return { path: `${base}/${kind.plural}`, fieldSelector: `metadata.name=${namespace}` };
  return { path: `${base}/namespaces/${namespace}/${kind.plural}` };
}
