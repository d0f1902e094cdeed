import { nearestName } from '../diagnostics/nearest-name.ts';
import type { FieldPath } from '../model/place.ts';
import { isList, isObject, type Value, valueAt } from '../model/resource.ts';

/** What Ajv reports, as far as it is used. */
export interface SchemaError {
  readonly keyword: string;
  /** A JSON pointer. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What is wrong with a field, in words that follow its path; `unknown` is a field that the schema does not have. */
export type SchemaProblem =
  | { readonly kind: 'unknown'; readonly path: FieldPath; readonly nearest: string | undefined }
  | { readonly kind: 'missing' | 'wrong'; readonly path: FieldPath; readonly problem: string };

/** What each field must be; its keys are all the fields there are (written beside the validator by build/generate.ts). */
export type Expectations = Readonly<Record<string, string>>;

/** Turns Ajv's errors into one problem for each field: a value of the wrong type also misses its range, pattern and list. */
export function describeSchemaErrors(errors: readonly SchemaError[], object: Value, expectations: Expectations): readonly SchemaProblem[] {
  const seen = new Set<string>();
  return errors
    .map((error) => describe(error, object, expectations))
    .filter((problem) => {
      const key = JSON.stringify(problem.path);
      return !seen.has(key) && seen.add(key);
    });
}

function describe(error: SchemaError, object: Value, expectations: Expectations): SchemaProblem {
  const path = parsePointer(error.instancePath, object);
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty']);
      return { kind: 'unknown', path: [...path, name], nearest: nearestName(name, fieldsBelow(path, expectations)) };
    }
    case 'required': {
      return { kind: 'missing', path: [...path, String(error.params['missingProperty'])], problem: 'is required' };
    }
    case 'uniqueItems': {
      const index = Math.max(Number(error.params['i']), Number(error.params['j']));
      return { kind: 'wrong', path: [...path, index], problem: `repeats ${formatFound(valueAt(object, [...path, index]))}` };
    }
    default: {
      const expected = expectations[patternOf(path)] ?? 'an object';
      return { kind: 'wrong', path, problem: `must be ${expected}, found ${formatFound(valueAt(object, path))}` };
    }
  }
}

/** A step is an index only where the value is a list: keys of a map may look like numbers. */
function parsePointer(pointer: string, object: Value): FieldPath {
  const path: (string | number)[] = [];
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(isList(valueAt(object, path)) ? Number(step) : step);
  }
  return path;
}

/** `spec.rateLimit.overrides[].clients`: the key of `expectations`. */
function patternOf(path: FieldPath): string {
  return path.map((step, index) => (typeof step === 'number' ? '[]' : index === 0 ? step : `.${step}`)).join('');
}

function fieldsBelow(path: FieldPath, expectations: Expectations): readonly string[] {
  const prefix = path.length === 0 ? '' : `${patternOf(path)}.`;
  return Object.keys(expectations)
    .filter((key) => key.startsWith(prefix) && /^\w+$/.test(key.slice(prefix.length)))
    .map((key) => key.slice(prefix.length));
}

const longestShown = 60;

function formatFound(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (isList(value)) return value.length === 1 ? 'a list of 1 item' : `a list of ${value.length} items`;
  if (isObject(value)) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > longestShown ? `${value.slice(0, longestShown)}…` : value);
}
