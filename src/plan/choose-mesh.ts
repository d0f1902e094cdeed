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
 * Reports RP3021 to RP3024.
 */
export function chooseMesh(match: Match, choosing: Choosing): ChosenMesh | undefined {
  const named = match.policies.filter(({ mesh }) => mesh !== '');
  const [first] = named;
  if (first === undefined) return choosing.choice.single ?? detectMesh(match, choosing);
  const meshesNamed = named.map((policy) => nameMesh(policy, choosing));
  for (const other of named) if (other.mesh !== first.mesh) reportDifferent(first, other, { match, choosing });
  return meshesNamed.every((each) => each?.name === first.mesh) ? meshesNamed[0] : undefined;
}

function annotationPlace(policy: Policy) {
  return placeOf(policy.resource, ['metadata', 'annotations', meshOfPolicy]);
}

function nameMesh(policy: Policy, { choice, report }: Choosing): ChosenMesh | undefined {
  const found = choice.of(policy.mesh);
  if (found !== undefined) return found;
  const names = Object.keys(meshes);
  report('RP3021', annotationPlace(policy), {
    policy: formatPolicy(policy),
    mesh: policy.mesh,
    choices: names.join(', '),
    nearest: nearestName(policy.mesh, names),
  });
  return undefined;
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
