import { type FieldPath, formatFieldPath } from '../model/place.ts';
import { equalValues, formatIdentity, type Identity, isList, isObject, type KubeObject, type Value, valueAt } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';

/** One thing that is not as a policy asks. */
export interface Difference {
  readonly object: string;
  /** '' for the object itself. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export const absent = 'nothing';
const valueLimit = 200;

/** Annotations that are wanted and have another value. No other annotation is looked at, so none can be shown. */
export function compareAnnotations(on: Identity, wanted: Readonly<Record<string, string>>, live: KubeObject): readonly Difference[] {
  const found = stringMapAt(live, ['metadata', 'annotations']);
  return Object.entries(wanted)
    .filter(([key, value]) => found[key] !== value)
    .map(([key, value]) => annotationDifference(on, key, [value, found[key]]));
}

export function annotationDifference(
  on: Identity,
  key: string,
  [expected, found]: readonly [expected: string | undefined, found: string | undefined],
): Difference {
  return {
    object: formatIdentity(on),
    field: formatFieldPath(['metadata', 'annotations', key]),
    expected: show(expected),
    found: show(found),
  };
}

/** The spec of a generated object: the fields that we render, and no other (defaults and webhooks add some). */
export function compareSpec(on: Identity, wanted: KubeObject, live: KubeObject): readonly Difference[] {
  const found: Difference[] = [];
  const note = (path: FieldPath, expected: Value | undefined, actual: Value | undefined): void => {
    found.push({ object: formatIdentity(on), field: formatFieldPath(path), expected: show(expected), found: show(actual) });
  };
  compareField(['spec'], [valueAt(wanted, ['spec']) ?? {}, valueAt(live, ['spec'])], note);
  return found;
}

type Note = (path: FieldPath, expected: Value | undefined, found: Value | undefined) => void;

function compareField(path: FieldPath, [wanted, live]: readonly [Value, Value | undefined], note: Note): void {
  // A selector is one value: a further label in it selects other pods.
  if (isObject(wanted) && isObject(live) && path.at(-1) !== 'matchLabels') {
    for (const [key, value] of Object.entries(wanted)) {
      compareField([...path, key], [value, Object.hasOwn(live, key) ? live[key] : undefined], note);
    }
  } else if (isList(wanted) && isList(live)) compareLists(path, [wanted, live], note);
  else if (!equalValues(wanted, live)) note(path, wanted, live);
}

function compareLists(path: FieldPath, [wanted, live]: readonly [readonly Value[], readonly Value[]], note: Note): void {
  if (path.at(-1) === 'parentRefs') {
    compareParents(path, [wanted, live], note);
    return;
  }
  for (const [i, value] of wanted.entries()) compareField([...path, i], [value, live[i]], note);
  for (const [i, value] of live.slice(wanted.length).entries()) note([...path, wanted.length + i], undefined, value);
}

/** A further parent is somebody else's, and takes nothing away from this one. */
function compareParents(path: FieldPath, [wanted, live]: readonly [readonly Value[], readonly Value[]], note: Note): void {
  for (const [i, parent] of wanted.entries()) {
    if (!live.some((each) => parentKey(each) === parentKey(parent))) note([...path, i], parent, live[i]);
  }
}

function parentKey(parent: Value): string {
  return ['group', 'kind', 'name', 'sectionName', 'port'].map((key) => String(valueAt(parent, [key]) ?? '')).join('/');
}

function show(value: Value | undefined): string {
  if (value === undefined) return absent;
  const text = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
  return text.length > valueLimit ? `${text.slice(0, valueLimit)}…` : text;
}
