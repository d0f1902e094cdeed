import { meshes } from '../mesh/registry.ts';
import { type GroupKind, isKind } from '../model/kinds.ts';
import type { Identity } from '../model/resource.ts';

const byName: ReadonlyMap<string, GroupKind> = new Map(
  Object.values(meshes).flatMap(({ generates }) => generates.map((each) => [`${each.group}/${each.kind}`, each])),
);

/** Every kind that a mesh generates: the only ones that may get an ownerReference. The chart's role for that names the same; tests compare both. */
export const generatedKinds: readonly GroupKind[] = [...byName.values()];

export function isGeneratedKind(identity: Identity): boolean {
  return generatedKinds.some((kind) => isKind(identity, kind));
}
