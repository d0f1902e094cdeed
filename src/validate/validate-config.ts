import type { Report } from '../diagnostics/diagnostic.ts';
import { type FieldPath, formatFieldPath, type Place } from '../model/place.ts';
import type { RendererConfigSpec } from '../model/renderer-config.ts';
import { type Value, valueAt } from '../model/resource.ts';
import { configSchemaLibrary } from './config-schema-library.ts';
import { describeSchemaErrors, type SchemaProblem } from './describe-schema-error.ts';

/** Gives the place of a field of the configuration: it may be a file, or the functionConfig of a ResourceList. */
export type PlaceOfField = (path: FieldPath, part: 'key' | 'value') => Place;

/**
 * Checks a RendererConfig.
 * @returns the options that it sets, without defaults (a flag still comes before them), or undefined when an error was reported
 */
export function validateConfig(object: Value, place: PlaceOfField, report: Report): RendererConfigSpec | undefined {
  const { expectations, validate } = configSchemaLibrary();
  if (validate(object)) return (valueAt(object, ['spec']) ?? {}) as unknown as RendererConfigSpec;
  for (const problem of describeSchemaErrors(validate.errors ?? [], object, expectations)) {
    const path = problem.kind === 'missing' ? problem.path.slice(0, -1) : problem.path;
    const field = problem.path.length === 0 ? 'the file' : formatFieldPath(problem.path);
    report('RP5007', place(path, problem.kind === 'unknown' ? 'key' : 'value'), { field, problem: formatProblem(problem) });
  }
  return undefined;
}

function formatProblem(problem: SchemaProblem): string {
  if (problem.kind !== 'unknown') return problem.problem;
  return problem.nearest === undefined ? 'is not an option' : `is not an option; did you mean "${problem.nearest}"?`;
}
