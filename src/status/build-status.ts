import { equalValues, isObject, type KubeObject, listAt, type ObjectValue, stringAt } from '../model/resource.ts';
import { type Condition, conditionOf, generationOf, isTrue, type PolicyStatus, statusOf } from './policy-status.ts';
import { parseTime } from './rfc3339.ts';
import { boundMessage, type Reason, type Verdict } from './verdict.ts';

/** When it is, and how long a trouble may last. */
export interface Moment {
  readonly now: string;
  readonly graceSeconds: number;
}

export interface BuiltStatus {
  readonly status: PolicyStatus;
  readonly changed: boolean;
  readonly ready: { readonly reason: Reason; readonly message: string; readonly isGood: boolean };
  readonly recheckSeconds?: number;
}

type Sketch = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;
/** The conditions that are ours: all others are somebody else's, and stay. */
export const ownTypes = ['Ready', 'Accepted', 'Reconciling', 'Stalled', 'Drifted'] as const;

/** A verdict as conditions, by the rules of metav1, kstatus, Flux and GEP-713 (reporter facts §3). */
export function buildStatus(policy: KubeObject, verdict: Verdict, moment: Moment): BuiltStatus {
  const old = statusOf(policy);
  const left = secondsLeft(policy, verdict, moment);
  const sketches = sketch(verdict, left);
  const ready = sketches[0] as Sketch & { readonly reason: Reason };
  const body = {
    conditions: mergeConditions(old, sketches, { generation: generationOf(policy), now: moment.now }),
    observedGeneration: generationOf(policy),
    appliedToServices: verdict.services,
  };
  const { lastUpdateTime = '', ...before } = old;
  const changed = lastUpdateTime === '' || !equalValues(before, body);
  return {
    status: changed ? { ...body, lastUpdateTime: moment.now } : (old as PolicyStatus),
    changed,
    ready: { reason: ready.reason, message: ready.message, isGood: verdict.kind === 'good' },
    ...(verdict.kind === 'transient' && left > 0 ? { recheckSeconds: Math.min(left, Math.max(1, moment.graceSeconds)) } : {}),
  };
}

/** Of the grace period; it begins with our own condition Reconciling, so that a restart of the reporter does not begin it anew. */
function secondsLeft(policy: KubeObject, verdict: Verdict, { now, graceSeconds }: Moment): number {
  const old = statusOf(policy);
  const stalled = conditionOf(old, 'Stalled');
  const sameSpec = stalled?.['observedGeneration'] === generationOf(policy);
  if (isTrue(stalled) && sameSpec && stringAt(stalled, ['reason']) === (verdict.later ?? verdict.reason)) return 0;
  const reconciling = conditionOf(old, 'Reconciling');
  const start = isTrue(reconciling) ? parseTime(stringAt(reconciling, ['lastTransitionTime'])) : undefined;
  return graceSeconds - (start === undefined || isFuture(start, now) ? 0 : (parseTime(now) ?? start) - start);
}

/** Never Reconciling and Stalled together, neither beside Ready=True; Ready says what the worst of them says. */
function sketch(verdict: Verdict, left: number): readonly Sketch[] {
  const { kind, accepted } = verdict;
  const isOver = kind === 'transient' && left <= 0;
  const reason = isOver ? (verdict.later ?? verdict.reason) : verdict.reason;
  const message = boundMessage(verdict.message);
  const ready = kind === 'good' ? 'True' : kind === 'unknown' ? 'Unknown' : 'False';
  const trouble = kind === 'final' || isOver ? 'Stalled' : kind === 'transient' ? 'Reconciling' : undefined;
  const drift = isOver && verdict.drift !== undefined ? boundMessage(verdict.drift) : undefined;
  const isAccepted = accepted === 'Accepted';
  return [
    { type: 'Ready', status: ready, reason, message },
    { type: 'Accepted', status: isAccepted ? 'True' : 'False', reason: accepted, message: isAccepted ? 'the policy is valid' : message },
    ...(trouble === undefined ? [] : [{ type: trouble, status: 'True', reason, message } as const]),
    ...(drift === undefined ? [] : [{ type: 'Drifted', status: 'True', reason, message: drift } as const]),
  ];
}

/** Conditions of others stay where they are; ours keep their place, and their time while their status does not change. */
function mergeConditions(
  old: ObjectValue,
  sketches: readonly Sketch[],
  at: { readonly generation: number; readonly now: string },
): readonly ObjectValue[] {
  const fresh = new Map(sketches.map((each) => [each.type, finish(each, conditionOf(old, each.type), at)]));
  const kept = listAt(old, ['conditions'])
    .filter(isObject)
    .flatMap((condition) => {
      const type = stringAt(condition, ['type']);
      if (!(ownTypes as readonly string[]).includes(type)) return [condition];
      const found = fresh.get(type);
      fresh.delete(type);
      return found === undefined ? [] : [found];
    });
  return [...kept, ...fresh.values()];
}

function finish(sketched: Sketch, old: ObjectValue | undefined, at: { readonly generation: number; readonly now: string }): Condition {
  const since = stringAt(old, ['lastTransitionTime']);
  const time = parseTime(since);
  // The grace period is counted from this one; the others only tell, and are not worth a write of their own.
  const isWrong = time === undefined || (sketched.type === 'Reconciling' && isFuture(time, at.now));
  const isSame = stringAt(old, ['status']) === sketched.status && !isWrong;
  return {
    type: sketched.type,
    status: sketched.status,
    observedGeneration: at.generation,
    lastTransitionTime: isSame ? since : at.now,
    reason: sketched.reason,
    message: sketched.message,
  };
}

/** How far the clocks of two replicas may lie apart. */
const skewSeconds = 60;

/** Written while a clock was wrong: believed, a trouble would last that much longer before it counts as a failure. */
function isFuture(seconds: number, now: string): boolean {
  return seconds > (parseTime(now) ?? seconds) + skewSeconds;
}
