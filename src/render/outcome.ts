import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { MeshOutput } from '../mesh/backend.ts';
import type { MeshPlans } from '../mesh/mesh-choice.ts';
import { appendTo } from '../model/append-to.ts';
import type { Place } from '../model/place.ts';
import type { Policy } from '../model/policy.ts';
import { type Identity, identityOf, type KubeObject, type Located, placeOf } from '../model/resource.ts';

/** What became of one policy: what it wants on which objects, or why nothing came of it. */
export interface PolicyOutcome {
  readonly policy: Identity;
  /** Its Service's, by the name in mesh/registry.ts; undefined where none was chosen. */
  readonly mesh: string | undefined;
  readonly annotations: readonly { readonly on: Identity; readonly values: Readonly<Record<string, string>> }[];
  readonly objects: readonly KubeObject[];
  /** Everything that was reported with a place in this policy, also as the other side of a conflict. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Outcomes of all policies, valid or not, in input order. */
export function collectOutcomes(
  policies: readonly Located[],
  from: { readonly planned: readonly MeshPlans[]; readonly outputs: readonly MeshOutput[]; readonly diagnostics: readonly Diagnostic[] },
): readonly PolicyOutcome[] {
  const annotating = groupByPolicy(from.outputs.flatMap((output) => output.annotating));
  const generating = groupByPolicy(from.outputs.flatMap((output) => output.generating));
  const diagnostics = groupByPlace(from.diagnostics);
  const meshes = new Map(from.planned.flatMap(({ mesh, policies }) => policies.map((policy) => [policy.resource, mesh.name] as const)));
  return policies.map((resource) => ({
    policy: resource.identity,
    mesh: meshes.get(resource),
    annotations: (annotating.get(resource) ?? []).map(({ resource: on, values }) => ({ on: identityOf(on.object), values })),
    objects: (generating.get(resource) ?? []).map(({ object }) => object),
    diagnostics: diagnostics.get(placeKey(placeOf(resource))) ?? [],
  }));
}

function groupByPolicy<T extends { readonly policies: readonly Policy[] }>(outputs: readonly T[]): ReadonlyMap<Located, readonly T[]> {
  const groups = new Map<Located, T[]>();
  for (const output of outputs) {
    for (const { resource } of output.policies) appendTo(groups, resource, output);
  }
  return groups;
}

function groupByPlace(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    for (const key of new Set(diagnostic.places.map(placeKey))) appendTo(groups, key, diagnostic);
  }
  return groups;
}

/** The object that a place is in. */
function placeKey(place: Place): string {
  switch (place.kind) {
    case 'field':
      return `${place.origin.file.path}\n${place.origin.from}\n${place.origin.path.join('/')}`;
    case 'object':
      return place.name;
    case 'offset':
    case 'file':
      return '';
  }
}
