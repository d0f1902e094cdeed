import type { Report } from '../../diagnostics/diagnostic.ts';
import { apiVersion, group } from '../../model/group.ts';
import type { FieldPath, Place } from '../../model/place.ts';
import type { RendererConfigSpec } from '../../model/renderer-config.ts';
import { groupOf, isObject, type ObjectValue, stringAt, type Value } from '../../model/resource.ts';
import type { ResourceList } from '../../read/resource-list.ts';
import { type PlaceOfField, validateConfig } from '../../validate/validate-config.ts';
import { configOfStrings, dataOf } from './config-of-strings.ts';

/**
 * The options of a function: a RendererConfig, or a ConfigMap of strings, which is all that kpt writes by itself, or none.
 * Undefined when an error was reported (RP5007, RP5020).
 */
export function readFunctionConfig(list: ResourceList, report: Report): RendererConfigSpec | undefined {
  const config = list.value['functionConfig'] ?? null;
  if (config === null) return {};
  const { file, raw } = list;
  const place = (path: FieldPath, part: 'key' | 'value' = 'value'): Place => ({
    kind: 'field',
    origin: { file, from: raw.from, to: raw.to, path: ['functionConfig'] },
    path,
    part,
  });
  if (isObject(config)) {
    if (isNamed(config, group, 'RendererConfig')) return validateConfig(config, place, report);
    const data = isNamed(config, '', 'ConfigMap') ? dataOf(config) : undefined;
    if (data !== undefined) return validateData(data, place, report);
  }
  report('RP5020', place([]), { found: describe(config) });
  return undefined;
}

function isNamed(config: ObjectValue, wantedGroup: string, kind: string): boolean {
  return stringAt(config, ['kind']) === kind && groupOf(stringAt(config, ['apiVersion'])) === wantedGroup;
}

/** The same checks and messages as for a RendererConfig; what they say of `spec` is meant of `data`. */
function validateData(data: ObjectValue, place: PlaceOfField, report: Report): RendererConfigSpec | undefined {
  const config = { apiVersion, kind: 'RendererConfig', spec: configOfStrings(data) };
  const inData: PlaceOfField = ([, ...path], part) => place(['data', ...path], part);
  const reportData: Report = (code, places, args) =>
    report(code, places, 'field' in args ? { ...args, field: String(args.field).replace(/^spec\b/, 'data') } : args);
  return validateConfig(config, inData, reportData);
}

function describe(config: Value): string {
  if (!isObject(config)) return 'no object';
  const kind = stringAt(config, ['kind']);
  if (kind === 'ConfigMap' && groupOf(stringAt(config, ['apiVersion'])) === '') return 'a ConfigMap whose data is no mapping';
  return kind === '' ? 'an object without a kind' : `${kind} of ${stringAt(config, ['apiVersion']) || 'no apiVersion'}`;
}
