import { isObject, type KubeObject, listAt, numberAt, type ObjectValue, stringAt, valueAt } from '../model/resource.ts';

/** A metav1.Condition. */
export interface Condition extends ObjectValue {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

/** The whole status of a policy, as schemas/crd.yaml has it. Conditions of other types than ours are somebody else's. */
export interface PolicyStatus extends ObjectValue {
  readonly conditions: readonly ObjectValue[];
  readonly observedGeneration: number;
  readonly appliedToServices: readonly string[];
  readonly lastUpdateTime: string;
}

/** The condition of a type, as it is stored. */
export function conditionOf(status: ObjectValue, type: string): ObjectValue | undefined {
  return listAt(status, ['conditions'])
    .filter(isObject)
    .find((condition) => condition['type'] === type);
}

export function statusOf(policy: KubeObject): ObjectValue {
  const status = valueAt(policy, ['status']);
  return isObject(status) ? status : {};
}

/** At least 1: an API server counts from there. */
export function generationOf(policy: KubeObject): number {
  return Math.max(1, numberAt(policy, ['metadata', 'generation']) ?? 1);
}

/** True when somebody who knew a newer generation has written already: then nothing may be written (GEP-713). */
export function isOvertaken(policy: KubeObject): boolean {
  return (numberAt(statusOf(policy), ['observedGeneration']) ?? 0) > generationOf(policy);
}

export function isTrue(condition: ObjectValue | undefined): boolean {
  return stringAt(condition, ['status']) === 'True';
}
