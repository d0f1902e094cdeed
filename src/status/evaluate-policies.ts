import { createCollector } from '../diagnostics/collector.ts';
import { meshes } from '../mesh/registry.ts';
import { group } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RenderOptions } from '../model/options.ts';
import { formatIdentity, formatName, type Identity, stringAt } from '../model/resource.ts';
import { chooseBackend } from '../render/choose-backend.ts';
import type { PolicyOutcome } from '../render/outcome.ts';
import { validatePolicy } from '../validate/validate-policy.ts';
import { buildStatus, type Moment } from './build-status.ts';
import { type Cluster, surveyCluster } from './expectations.ts';
import { describe, isOwnError, judgeErrors, judgePolicy } from './judge-policy.ts';
import type { LiveItem } from './live-inventory.ts';
import { conditionOf, generationOf, isOvertaken, type PolicyStatus, statusOf } from './policy-status.ts';
import { type Settled, settleConflicts } from './settle-conflicts.ts';
import type { Verdict } from './verdict.ts';
import { formatUnwatchable, type Unwatchable, whatIsHidden } from './what-is-hidden.ts';

export type { LiveItem } from './live-inventory.ts';

/** What is known beside the objects. */
export interface StatusContext extends Moment {
  /** The renderer's own: with others, correct objects look edited. */
  readonly options: RenderOptions;
  readonly unwatchable: readonly Unwatchable[];
  /** Told of every object that a policy wants to write on or to generate, also those of a policy that loses a conflict. */
  readonly onWanted?: (policy: Identity, object: Identity) => void;
}

/** What has to become of the status of one policy. */
export interface Evaluation {
  readonly policy: Identity;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  /** Whole, with the conditions of others; the old one when nothing changed. */
  readonly status: PolicyStatus;
  readonly changed: boolean;
  /** For an Event, when Ready changed its status or its reason. */
  readonly transition?: { readonly reason: string; readonly message: string; readonly type: 'Normal' | 'Warning' };
  /** When time alone may change the outcome. */
  readonly recheckSeconds?: number;
}

/**
 * The status of every policy of a cluster, from nothing but its objects and the time: no clock, no I/O, no memory.
 * @returns nothing when the options name no known mesh, which the caller has to refuse at its start
 */
export function evaluatePolicies(inventory: Inventory<LiveItem>, context: StatusContext): readonly Evaluation[] {
  const mesh = chooseBackend(context.options, () => undefined);
  if (mesh === undefined) return [];
  const services = new Map(inventory.ofKind('', 'Service').map((item) => [formatName(item.identity), item]));
  const policies = inventory.ofKind(group, 'ResiliencePolicy');
  // Those without a target are kept out: each would search all Services for one of a similar name.
  const aimed = policies.filter((policy) => services.has(targetOf(policy)));
  // What another policy left behind must not fail anybody, and nothing is written.
  const options: RenderOptions = { ...context.options, orphans: 'keep', strict: false };
  const settled = settleConflicts(inventory, aimed, { mesh, options, onWanted: context.onWanted });
  const cluster = surveyCluster(inventory, settled.outcomes.values());
  const scene: Scene = { services, settled, context, cluster };
  return policies.map((policy) => evaluate(policy, scene));
}

interface Scene {
  readonly services: ReadonlyMap<string, LiveItem>;
  readonly settled: Settled;
  readonly cluster: Cluster;
  readonly context: StatusContext;
}

function targetOf({ identity, object }: LiveItem): string {
  return `${stringAt(object, ['spec', 'targetRef', 'namespace']) || identity.namespace}/${stringAt(object, ['spec', 'targetRef', 'name'])}`;
}

function evaluate(item: LiveItem, scene: Scene): Evaluation {
  const { object, identity } = item;
  const known = {
    policy: identity,
    uid: stringAt(object, ['metadata', 'uid']),
    resourceVersion: stringAt(object, ['metadata', 'resourceVersion']),
    generation: generationOf(object),
  };
  const old = statusOf(object);
  if (isOvertaken(object)) return { ...known, status: old as PolicyStatus, changed: false };
  const { status, changed, ready, recheckSeconds } = buildStatus(object, judge(item, scene), scene.context);
  const before = conditionOf(old, 'Ready');
  const after = conditionOf(status, 'Ready');
  const isTransition = before?.['status'] !== after?.['status'] || before?.['reason'] !== after?.['reason'];
  const type = ready.isGood || ready.reason === 'Reconciling' ? 'Normal' : 'Warning';
  return {
    ...known,
    status,
    changed,
    ...(isTransition ? { transition: { reason: ready.reason, message: ready.message, type } } : {}),
    ...(recheckSeconds === undefined ? {} : { recheckSeconds }),
  };
}

function judge(item: LiveItem, { services, settled, cluster, context }: Scene): Verdict {
  const name = formatIdentity(item.identity);
  const target = services.get(targetOf(item));
  const outcome = settled.outcomes.get(name);
  const errors = outcome?.diagnostics.filter(({ severity }) => severity === 'error') ?? ownErrors(item);
  const invalid = errors.filter(isOwnError);
  if (invalid.length > 0) return judgeErrors(invalid);
  const hidden = whatIsHidden(item.object, outcome, context.unwatchable);
  if (hidden.length > 0) return unknown(`these kinds cannot be watched: ${hidden.map(formatUnwatchable).join(', ')}`);
  if (target === undefined) {
    const message = `Service ${targetOf(item)} does not exist`;
    return { kind: 'transient', reason: 'TargetServiceNotFound', message, accepted: 'TargetNotFound', services: [] };
  }
  const loss = settled.lost.get(name);
  if (loss !== undefined) {
    const message = `another policy has precedence (the oldest one, of the same age the first by name): ${describe([loss])}`;
    return { kind: 'final', reason: 'Conflicted', message, accepted: 'Conflicted', services: [] };
  }
  if (outcome === undefined) return unknown('nothing came of the policy, which is a bug of the reporter');
  const verdict = judgePolicy(withoutBlindness(outcome, context), target, cluster);
  // What holds for a rendering as a whole concerns nobody of whom nothing is rendered.
  const general = outcome.annotations.length + outcome.objects.length === 0 ? [] : settled.general;
  const notes = [...general.map((each) => describe([each])), ...unreadDefaults(outcome, context)];
  return verdict.kind === 'good' ? { ...verdict, message: [verdict.message, ...notes].join('; ') } : verdict;
}

/** What is wrong with a policy in itself, for one that was not rendered. */
function ownErrors({ identity, object }: LiveItem): ReturnType<typeof createCollector>['diagnostics'] {
  const { report, diagnostics } = createCollector();
  validatePolicy({ identity, object }, report);
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function unknown(why: string): Verdict {
  return { kind: 'unknown', reason: 'NotVerifiable', message: `cannot tell: ${why}`, accepted: 'Accepted', services: [] };
}

/** Without permission for Namespaces, which no Role can give, the mesh's own default holds for all Services that do not say otherwise. */
function unreadDefaults({ mesh }: PolicyOutcome, context: StatusContext): readonly string[] {
  const says = mesh === undefined ? undefined : meshes[mesh]?.namespaceSays;
  return says !== undefined && isBlind(context) ? [`Namespaces cannot be read, so ${says} is not known`] : [];
}

/** A Namespace that cannot be read may have the label all the same. */
function withoutBlindness(outcome: PolicyOutcome, context: StatusContext): PolicyOutcome {
  if (!isBlind(context)) return outcome;
  return { ...outcome, diagnostics: outcome.diagnostics.filter(({ code }) => code !== 'RP4032') };
}

function isBlind({ unwatchable }: StatusContext): boolean {
  return unwatchable.some(({ group: of, kind }) => of === '' && kind === 'Namespace');
}
