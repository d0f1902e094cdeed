import { compareCodePoints } from '../../model/code-point-order.ts';
import { type FieldPath, formatFieldPath } from '../../model/place.ts';
import { identityOf, isObject, numberAt, type ObjectValue, stringAt, type Value, valueAt } from '../../model/resource.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { entryOf } from '../entry-of.ts';
import { printable } from './text.ts';

/** Where orchestrators note the file of an item; the second name is the older one, and still sent (krm-argocd facts §1). */
const pathKeys = ['internal.config.kubernetes.io/path', 'config.kubernetes.io/path'];
const indexKeys = ['internal.config.kubernetes.io/index', 'config.kubernetes.io/index'];

/** An object of the ResourceList, and a field in it. */
interface Subject {
  readonly object: ObjectValue;
  readonly at: FieldPath;
  readonly field: FieldPath;
}

/** Diagnostics as the `results` of a ResourceList, sorted as findings are, without repeats (KRM functions specification). */
export function formatKrm(diagnostics: readonly Diagnostic[], list: ObjectValue): readonly ObjectValue[] {
  const keyed = diagnostics.map((diagnostic) => {
    const subject = subjectOf(diagnostic, list);
    const result = toResult(diagnostic, subject);
    return { order: orderOf(subject, result), result };
  });
  keyed.sort((a, b) => compareCodePoints(a.order, b.order));
  return keyed.filter(({ order }, i) => order !== keyed[i - 1]?.order).map(({ result }) => result);
}

function toResult({ code, severity, args }: Diagnostic, subject: Subject | undefined): ObjectValue {
  const entry = entryOf(code);
  const hint = entry.hint?.(args);
  const message = `${code}: ${entry.message(args)}${hint === undefined ? '' : `; hint: ${hint}`}`;
  return { message: printable(message), severity, ...(subject === undefined ? {} : describe(subject)), tags: { code } };
}

function describe({ object, field }: Subject): ObjectValue {
  const { apiVersion, kind, name, namespace } = identityOf(object);
  const identity = { apiVersion, kind, name, namespace };
  const path = firstOf(object, pathKeys);
  const index = Number.parseInt(firstOf(object, indexKeys), 10);
  const file = { path: printable(path), ...(Number.isInteger(index) ? { index } : {}) };
  return {
    resourceRef: Object.fromEntries(
      Object.entries(identity)
        .filter(([key, text]) => key !== 'namespace' || text !== '')
        .map(([key, text]) => [key, printable(text)]),
    ),
    ...(field.length === 0 ? {} : { field: { path: formatFieldPath(field) } }),
    ...(path === '' ? {} : { file }),
  };
}

/** The object that a diagnostic is about; undefined where it is about no item and not the functionConfig. */
function subjectOf({ places: [place] }: Diagnostic, list: ObjectValue): Subject | undefined {
  if (place?.kind !== 'field') return undefined;
  const path = [...place.origin.path, ...place.path];
  const depth = path[0] === 'functionConfig' ? 1 : Math.max(place.origin.path.length, 2);
  const object = valueAt(list, path.slice(0, depth));
  return isObject(object) && path.length >= depth ? { object, at: path.slice(0, depth), field: path.slice(depth) } : undefined;
}

/** NUL, which no text of a result holds, comes before every other character. */
function orderOf(subject: Subject | undefined, result: ObjectValue): string {
  const path = stringAt(result, ['file', 'path']);
  const numbers = [numberAt(result, ['file', 'index']) ?? 0, ...(subject?.at ?? []).filter((step) => typeof step === 'number')];
  const padded = numbers.map((number) => String(number).padStart(9, '0')).join('\u0001');
  return [path, padded, stringAt(result, ['field', 'path']), stringAt(result, ['message'])].join('\0');
}

function firstOf(object: ObjectValue, keys: readonly string[]): string {
  const values = keys.map((key): Value | undefined => valueAt(object, ['metadata', 'annotations', key]));
  const found = values.find((value) => typeof value === 'string' || typeof value === 'number');
  return found === undefined ? '' : String(found);
}
