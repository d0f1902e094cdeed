import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { entryOf } from '../diagnostics/entry-of.ts';
import { meshes } from '../mesh/registry.ts';
import { formatName, keyOf } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';
import type { PolicyOutcome } from '../render/outcome.ts';
import type { Difference } from './compare-object.ts';
import { type Cluster, findDifferences, identify } from './expectations.ts';
import type { LiveItem } from './live-inventory.ts';
import { type Acceptance, objectAcceptance, routeAcceptance } from './route-acceptance.ts';
import type { Verdict } from './verdict.ts';
import { answerFor } from './watched-kinds.ts';

const differencesShown = 20;

/** A policy that is rendered: whether the plan, the cluster and the mesh let it be in force. */
export function judgePolicy(outcome: PolicyOutcome, target: LiveItem, cluster: Cluster): Verdict {
  const services = [formatName(target.identity)];
  const errors = outcome.diagnostics.filter(isInTheWay);
  if (errors.length > 0) return judgeErrors(errors);
  const base = { accepted: 'Accepted', services } as const;
  const differences = findDifferences(outcome, target, cluster);
  if (differences.length > 0) {
    const drift = describeAll(differences);
    return { ...base, kind: 'transient', reason: 'Reconciling', later: 'Failed', message: `the cluster differs: ${drift}`, drift };
  }
  const answers = acceptances(outcome, target, cluster);
  const rejected = answers.flatMap(({ acceptance }) => (acceptance.kind === 'rejected' ? [acceptance.message] : []));
  if (rejected.length > 0) return { ...base, kind: 'transient', reason: 'NotEnforced', message: rejected.join('; ') };
  const pending = answers.flatMap(({ acceptance }) => (acceptance.kind === 'pending' ? [acceptance.message] : []));
  if (pending.length > 0) return { ...base, kind: 'transient', reason: 'Reconciling', later: 'NotEnforced', message: pending.join('; ') };
  const unread = unreadIn(outcome);
  if (unread.length > 0) {
    const message = `the cluster is exactly as the policy asks, but ${unread.join(' and ')}: nobody here can tell whether another tool does`;
    return { ...base, kind: 'unknown', reason: 'NotVerifiable', message };
  }
  return { ...base, kind: 'good', reason: 'Applied', message: [praise(outcome, answers), ...losses(outcome.diagnostics)].join('; ') };
}

/** Of files these are the business of the person who renders; a cluster shows them as a difference. */
const driftCodes: ReadonlySet<string> = new Set(['RP3008', 'RP3012']);
/**
 * A warning where the label may be in another repository; in a cluster nothing is elsewhere, and without a waypoint nothing acts. Istio
 * does not refuse the route: its condition ResolvedWaypoints stays True, with other words (createRouteStatus of 1.30).
 */
const withoutEffect: ReadonlySet<string> = new Set(['RP4032']);

function isInTheWay({ severity, code }: Diagnostic): boolean {
  return (severity === 'error' && !driftCodes.has(code)) || withoutEffect.has(code);
}

/** Keys of --annotations=operator-v1: with them Linkerd drops what it does not refuse, although its status says Accepted (linkerd facts §0, §1.4). */
function unreadIn({ annotations, objects }: PolicyOutcome): readonly string[] {
  const maps = [...annotations.map(({ values }) => values), ...objects.map((object) => stringMapAt(object, ['metadata', 'annotations']))];
  const keys = [...new Set(maps.flatMap((map) => Object.keys(map)))];
  return Object.values(meshes).flatMap(({ title, unreadKeys }) => {
    const unread = keys.filter((key) => unreadKeys.has(key));
    return unread.length === 0 ? [] : [`${title} does not read ${unread.join(', ')}`];
  });
}

/** Errors in the policy itself come first; everything else is a target on which the mesh would not enforce it. */
export function judgeErrors(errors: readonly Diagnostic[]): Verdict {
  const own = errors.filter(isOwnError);
  if (own.length > 0) return { kind: 'final', reason: 'Invalid', message: describe(own), accepted: 'Invalid', services: [] };
  const accepted = errors.some(({ code }) => code === 'RP3006') ? 'TargetNotFound' : 'Accepted';
  return { kind: 'transient', reason: 'NotEnforced', message: describe(errors), accepted, services: [] };
}

/** In the policy itself: its spec, or a mesh that it names and that does not exist (RP3021). */
export function isOwnError({ code }: Diagnostic): boolean {
  return code.startsWith('RP2') || code === 'RP3021';
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

interface Answer {
  /** As the end of a sentence has it. */
  readonly noun: string;
  readonly acceptance: Acceptance;
}

/** What the mesh says about each object of which it says anything. */
function acceptances(outcome: PolicyOutcome, target: LiveItem, { live, generated }: Cluster): readonly Answer[] {
  const items = [
    ...outcome.objects.map((object) => generated.get(keyOf(identify(object)))),
    ...outcome.annotations.map(({ on }) => live.get(keyOf(on))),
  ];
  return items.flatMap((item): Answer | [] => {
    const answer = item === undefined ? undefined : answerFor(item.identity);
    if (item === undefined || answer === undefined) return [];
    const acceptance = answer === 'parents' ? routeAcceptance(item.object, target.identity) : objectAcceptance(item.object);
    return { noun: answer === 'parents' ? 'routes' : 'rate limits', acceptance };
  });
}

function praise({ annotations, objects }: PolicyOutcome, answers: readonly Answer[]): string {
  if (annotations.length === 0 && objects.length === 0) return 'nothing is enabled, and nothing of it is left in the cluster';
  const nouns = [...new Set(answers.map(({ noun }) => noun))].join(' and ');
  const reported = answers.every(({ acceptance }) => acceptance.kind === 'accepted' && acceptance.generationReported);
  const silent = new Set([
    ...annotations.flatMap(({ on }) => (answerFor(on) === undefined ? ['annotations'] : [])),
    ...objects.map(identify).flatMap((identity) => (answerFor(identity) === undefined ? [`${identity.kind}s`] : [])),
  ]);
  return [
    'the cluster is exactly as the policy asks',
    ...(answers.length === 0 ? [] : [`its ${nouns} are accepted${reported ? '' : ' (generation not reported)'}`]),
    ...(silent.size === 0 ? [] : [`${[...silent].join(' and ')} have no status of the mesh and count as enforced when they are equal`]),
  ].join('; ');
}
