import { entryOf } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatName, type KubeObject, keyOf } from '../model/resource.ts';
import type { PolicyOutcome } from '../render/outcome.ts';
import type { Difference } from './compare-object.ts';
import { type Cluster, findDifferences, identify } from './expectations.ts';
import type { LiveItem } from './live-inventory.ts';
import { type Acceptance, limitAcceptance, routeAcceptance } from './route-acceptance.ts';
import type { Verdict } from './verdict.ts';

const differencesShown = 20;

/** A policy that is rendered: whether the plan, the cluster and the mesh let it be in force. */
export function judgePolicy(outcome: PolicyOutcome, target: LiveItem, cluster: Cluster): Verdict {
  const services = [formatName(target.identity)];
  const errors = outcome.diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'RP3008' && code !== 'RP3012');
  if (errors.length > 0) return judgeErrors(errors);
  const base = { accepted: 'Accepted', services } as const;
  const differences = findDifferences(outcome, target, cluster);
  if (differences.length > 0) {
    const drift = describeAll(differences);
    return { ...base, kind: 'transient', reason: 'Reconciling', later: 'Failed', message: `the cluster differs: ${drift}`, drift };
  }
  const answers = acceptances(outcome, target, cluster);
  const rejected = answers.flatMap((answer) => (answer.kind === 'rejected' ? [answer.message] : []));
  if (rejected.length > 0) return { ...base, kind: 'transient', reason: 'NotEnforced', message: rejected.join('; ') };
  const pending = answers.flatMap((answer) => (answer.kind === 'pending' ? [answer.message] : []));
  if (pending.length > 0) return { ...base, kind: 'transient', reason: 'Reconciling', later: 'NotEnforced', message: pending.join('; ') };
  return { ...base, kind: 'good', reason: 'Applied', message: [praise(outcome, answers), ...losses(outcome.diagnostics)].join('; ') };
}

/** Errors in the policy itself come first; everything else is a target on which the mesh would not enforce it. */
export function judgeErrors(errors: readonly Diagnostic[]): Verdict {
  const own = errors.filter(({ code }) => code.startsWith('RP2'));
  if (own.length > 0) return { kind: 'final', reason: 'Invalid', message: describe(own), accepted: 'Invalid', services: [] };
  const accepted = errors.some(({ code }) => code === 'RP3006') ? 'TargetNotFound' : 'Accepted';
  return { kind: 'transient', reason: 'NotEnforced', message: describe(errors), accepted, services: [] };
}

export function describe(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, args }) => `${code}: ${entryOf(code).message(args)}`).join('; ');
}

/** Losses that were accepted with --allow-loss stay visible. */
function losses(diagnostics: readonly Diagnostic[]): readonly string[] {
  const accepted = diagnostics.filter(({ code }) => code === 'RP4002' || code === 'RP4005');
  return accepted.length === 0 ? [] : [describe(accepted)];
}

function describeAll(differences: readonly Difference[]): string {
  const lines = differences.slice(0, differencesShown).map(({ object, field, expected, found }) => {
    return `${object}${field === '' ? '' : ` ${field}`}: expected ${expected}, found ${found}`;
  });
  const more = differences.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function acceptances(outcome: PolicyOutcome, target: LiveItem, { live }: Cluster): readonly Acceptance[] {
  const objects = [...outcome.objects.map(identify), ...outcome.annotations.map(({ on }) => on)];
  return objects.flatMap((identity) => {
    const object: KubeObject = live.get(keyOf(identity))?.object ?? {};
    if (identity.kind === 'HTTPLocalRateLimitPolicy') return [limitAcceptance(object)];
    return identity.kind.endsWith('Route') ? [routeAcceptance(object, target.identity)] : [];
  });
}

function praise({ annotations, objects }: PolicyOutcome, answers: readonly Acceptance[]): string {
  if (annotations.length === 0 && objects.length === 0) return 'nothing is enabled, and nothing of it is left in the cluster';
  const equal = 'the cluster is exactly as the policy asks';
  if (answers.length === 0) return `${equal}; annotations have no status of the mesh and count as enforced when they are equal`;
  const reported = answers.every((answer) => answer.kind === 'accepted' && answer.generationReported);
  return `${equal}; routes are accepted${reported ? '' : ' (generation not reported)'}`;
}
