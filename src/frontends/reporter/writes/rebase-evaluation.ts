import { equalValues, isObject, type KubeObject, listAt, type ObjectValue, stringAt, valueAt } from '../../../model/resource.ts';
import { ownTypes } from '../../../status/build-status.ts';
import type { Evaluation } from '../../../status/evaluate-policies.ts';
import type { PolicyStatus } from '../../../status/policy-status.ts';

/**
 * The same decision for the policy as it stands now, when nothing that it rests on has changed: another writer of labels or
 * of its own conditions must not starve ours (reporter facts §4 case 8). Undefined when it has to be decided anew: another
 * generation, or conditions of ours that somebody else wrote, who may have known more (GEP-713).
 *
 * @param decidedOn - the policy that the decision rests on, and `now` the one that stands there, both trimmed alike
 */
export function rebaseEvaluation(evaluation: Evaluation, decidedOn: KubeObject, now: KubeObject): Evaluation | undefined {
  if (!equalValues(basisOf(decidedOn), basisOf(now))) return undefined;
  const conditions = mergeConditions(listAt(now, ['status', 'conditions']).filter(isObject), evaluation.status.conditions);
  const status: PolicyStatus = { ...evaluation.status, conditions };
  return { ...evaluation, resourceVersion: stringAt(now, ['metadata', 'resourceVersion']), status };
}

/** Everything but the resourceVersion and the conditions of others. */
function basisOf(policy: KubeObject): ObjectValue {
  const { resourceVersion: _, ...metadata } = objectAt(policy, 'metadata');
  const { conditions: __, ...status } = objectAt(policy, 'status');
  return { ...policy, metadata, status, conditions: listAt(policy, ['status', 'conditions']).filter(isOurs) };
}

/** Theirs as they are now and where they are; ours in the places of ours. */
function mergeConditions(stored: readonly ObjectValue[], decided: readonly ObjectValue[]): readonly ObjectValue[] {
  const left = new Map(decided.filter(isOurs).map((each) => [stringAt(each, ['type']), each]));
  const kept = stored.flatMap((each) => {
    if (!isOurs(each)) return [each];
    const type = stringAt(each, ['type']);
    const found = left.get(type);
    left.delete(type);
    return found === undefined ? [] : [found];
  });
  return [...kept, ...left.values()];
}

const ours: ReadonlySet<string> = new Set(ownTypes);
const isOurs = (condition: Parameters<typeof stringAt>[0]): boolean => ours.has(stringAt(condition, ['type']));

function objectAt(policy: KubeObject, key: string): ObjectValue {
  const found = valueAt(policy, [key]);
  return isObject(found) ? found : {};
}
