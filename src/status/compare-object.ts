import { type FieldPath, formatFieldPath } from '../model/place.ts';
import {
  equalValues,
  formatIdentity,
  type Identity,
  isList,
  isObject,
  type KubeObject,
  numberAt,
  type Value,
  valueAt,
} from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';
import { optionalFieldsOf } from './optional-fields.ts';

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

/** The spec of a generated object: the fields that we render, and those that we do not render this time; no other (defaults and webhooks add some). */
export function compareSpec(on: Identity, wanted: KubeObject, live: KubeObject): readonly Difference[] {
  const found: Difference[] = [];
  const note = (path: FieldPath, expected: Value | undefined, actual: Value | undefined): void => {
    found.push({ object: formatIdentity(on), field: formatFieldPath(path), expected: show(expected), found: show(actual) });
  };
  const watching = { note, optional: optionalFieldsOf(on) };
  compareField(['spec'], [valueAt(wanted, ['spec']) ?? {}, valueAt(live, ['spec'])], watching);
  return found;
}

interface Watching {
  readonly note: (path: FieldPath, expected: Value | undefined, found: Value | undefined) => void;
  readonly optional: ReadonlySet<string>;
}

function compareField(path: FieldPath, [wanted, live]: readonly [Value, Value | undefined], watching: Watching): void {
  // A selector is one value: a further label in it selects other pods.
  if (isObject(wanted) && isObject(live) && path.at(-1) !== 'matchLabels') {
    for (const [key, value] of Object.entries(wanted)) {
      compareField([...path, key], [value, Object.hasOwn(live, key) ? live[key] : undefined], watching);
    }
    for (const [key, value] of Object.entries(live)) {
      if (watching.optional.has(key) && !Object.hasOwn(wanted, key)) watching.note([...path, key], undefined, value);
    }
  } else if (isList(wanted) && isList(live)) compareLists(path, [wanted, live], watching);
  else if (!equalValues(wanted, live)) watching.note(path, wanted, live);
}

type Lists = readonly [wanted: readonly Value[], live: readonly Value[]];

/** By position where the order means something, as in rules of which the first match wins. */
function compareLists(path: FieldPath, [wanted, live]: Lists, watching: Watching): void {
  switch (path.at(-1)) {
    case 'parentRefs':
      compareParents(path, [wanted, live], watching);
      break;
    case 'portLevelSettings':
      comparePorts(path, [wanted, live], watching);
      break;
    default:
      for (const [i, value] of wanted.entries()) compareField([...path, i], [value, live[i]], watching);
      for (const [i, value] of live.slice(wanted.length).entries()) watching.note([...path, wanted.length + i], undefined, value);
  }
}

/** Settings of a DestinationRule are for a port each, in any order; of two for one port Istio takes the first (GetPortLevelTrafficPolicy of 1.30). */
function comparePorts(path: FieldPath, [wanted, live]: Lists, watching: Watching): void {
  const portOf = (value: Value | undefined): number | undefined => numberAt(value, ['port', 'number']);
  for (const [i, value] of wanted.entries()) {
    const same = live.find((each) => portOf(each) === portOf(value));
    compareField([...path, i], [value, same], watching);
  }
  for (const [i, value] of live.entries()) {
    if (!wanted.some((each) => portOf(each) === portOf(value))) watching.note([...path, i], undefined, value);
  }
}

/** A further parent is somebody else's, and takes nothing away from this one. */
function compareParents(path: FieldPath, [wanted, live]: Lists, { note }: Watching): void {
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
