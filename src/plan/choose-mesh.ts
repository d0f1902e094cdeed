import type { Report } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../diagnostics/nearest-name.ts';
import type { ChosenMesh, MeshChoice } from '../mesh/mesh-choice.ts';
import { meshes } from '../mesh/registry.ts';
import { meshOfPolicy } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RenderOptions } from '../model/options.ts';
import type { Policy } from '../model/policy.ts';
import { formatName, placeOf } from '../model/resource.ts';
import { formatPolicy } from '../model/service-plan.ts';
import { findEvidence, formatEvidence } from './find-members.ts';
import type { Match } from './match-policies.ts';

export interface Choosing {
  readonly choice: MeshChoice;
  readonly inventory: Inventory;
  readonly report: Report;
  readonly options: Pick<RenderOptions, 'namespace'>;
}

/**
 * The mesh of one Service: what its policies name, else the mesh of the options, else what the input shows. Never a default (issue 5).
 * Reports RP3022 to RP3024.
 */
export function chooseMesh(match: Match, choosing: Choosing): ChosenMesh | undefined {
  const named = match.policies.filter(({ mesh }) => mesh !== '');
  const [first] = named;
  if (first === undefined) return choosing.choice.single ?? detectMesh(match, choosing);
  const others = named.filter(({ mesh }) => mesh !== first.mesh);
  for (const other of others) reportDifferent(first, other, { match, choosing });
  return others.length === 0 ? choosing.choice.of(first.mesh) : undefined;
}

/** Those policies that name no mesh, or one that there is: the rest is left out, and harms no other. Reports RP3021. */
export function withKnownMeshes(policies: readonly Policy[], { choice, report }: Pick<Choosing, 'choice' | 'report'>): readonly Policy[] {
  return policies.filter((policy) => {
    const isKnown = policy.mesh === '' || choice.of(policy.mesh) !== undefined;
    if (!isKnown) reportUnknown(policy, report);
    return isKnown;
  });
}

function annotationPlace(policy: Policy) {
  return placeOf(policy.resource, ['metadata', 'annotations', meshOfPolicy]);
}

function reportUnknown(policy: Policy, report: Report): void {
  const names = Object.keys(meshes);
  report('RP3021', annotationPlace(policy), {
    policy: formatPolicy(policy),
    mesh: policy.mesh,
    choices: names.join(', '),
    nearest: nearestName(policy.mesh, names),
  });
}

function reportDifferent(first: Policy, other: Policy, { match, choosing }: { readonly match: Match; readonly choosing: Choosing }): void {
  choosing.report('RP3022', [annotationPlace(other), annotationPlace(first)], {
    first: formatPolicy(first),
    second: formatPolicy(other),
    service: formatName(match.service),
  });
}

function detectMesh({ service, policies }: Match, { choice, inventory, report, options }: Choosing): ChosenMesh | undefined {
  const found = findEvidence(service, { choice, inventory, namespace: options.namespace });
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only.mesh;
  const policy = policies[0];
  if (policy === undefined) return undefined;
  const place = placeOf(policy.resource, ['spec', 'targetRef']);
  const target = formatName(service);
  if (only === undefined) {
    const ways = Object.values(meshes).flatMap(({ members }) => members?.joinBy ?? []);
    report('RP3023', [place, placeOf(service.resource)], { service: target, policy: formatPolicy(policy), ways: ways.join(', ') });
  } else {
    const evidence = found.map(formatEvidence).join('; ');
    report('RP3024', [place, ...[...new Set(found.map(({ where }) => where))].map((where) => placeOf(where))], {
      service: target,
      evidence,
    });
  }
  return undefined;
}
