import type { AnnotationEdit } from '../model/annotation-edit.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import type { ObjectValue } from '../model/resource.ts';

/** What of an edit is left to do. */
export interface AnnotationChanges {
  readonly replace: ReadonlyMap<string, string>;
  readonly remove: ReadonlySet<string>;
  /** Keys that are missing, in code-point order. */
  readonly add: readonly (readonly [key: string, value: string])[];
}

/** The difference between annotations and an edit, in which setting wins over removing; undefined when there is none. */
export function changesOf(annotations: ObjectValue, edit: AnnotationEdit): AnnotationChanges | undefined {
  const replace = new Map<string, string>();
  const add: [string, string][] = [];
  for (const [key, value] of edit.set) {
    if (!Object.hasOwn(annotations, key)) add.push([key, value]);
    else if (annotations[key] !== value) replace.set(key, value);
  }
  const remove = new Set([...edit.remove].filter((key) => Object.hasOwn(annotations, key) && !edit.set.has(key)));
  add.sort(([a], [b]) => compareCodePoints(a, b));
  return replace.size + add.length + remove.size === 0 ? undefined : { replace, remove, add };
}

/** The annotations once the changes are made. */
export function applyChanges(annotations: ObjectValue, changes: AnnotationChanges): ObjectValue {
  const kept = Object.entries(annotations).filter(([key]) => !changes.remove.has(key));
  return Object.fromEntries([...kept, ...changes.replace, ...changes.add]);
}
