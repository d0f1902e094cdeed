import type { Report } from '../../diagnostics/diagnostic.ts';
import { nearestName } from '../../diagnostics/nearest-name.ts';
import { type Parameter, type ParameterValue, type ParameterValues, parameters, variableOf } from './parameters.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Raw = { readonly name: string; readonly string?: unknown; readonly array?: unknown; readonly map?: unknown };

/**
 * What the Application sets: `plugin.parameters`, and where one is not set, the variable of its name in `plugin.env`. The JSON
 * is read, not the PARAM_ variables beside it, in which two names can collide. Other ARGOCD_ENV_ variables are for helm and
 * kustomize plugins, so an unknown one is no error. Undefined when an error was reported (RP5030 to RP5032).
 */
export function readParameters(env: Env, report: Report): ParameterValues | undefined {
  let failed = false;
  const reportHere: Report = (code, places, args) => {
    failed = true;
    report(code, places, args);
  };
  const given = readList(env['ARGOCD_APP_PARAMETERS'], reportHere);
  const values = new Map<string, ParameterValue>();
  for (const [name, raw] of given) {
    const parameter = parameters.find((each) => each.name === name);
    if (parameter === undefined) reportUnknown(name, reportHere);
    else setValue(values, parameter, readRaw(parameter, raw, reportHere));
  }
  for (const parameter of parameters) {
    const text = env[variableOf(parameter.name)];
    if (text === undefined || text === '' || given.has(parameter.name)) continue;
    setValue(values, parameter, readText(parameter, text, reportHere));
  }
  return failed ? undefined : (Object.fromEntries(values) as ParameterValues);
}

/** Argo CD sends the text `null` where an Application has a plugin block without parameters (facts §4). */
function readList(text: string | undefined, report: Report): ReadonlyMap<string, Raw> {
  const list = new Map<string, Raw>();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text?.trim() || 'null');
  } catch {
    report('RP5030', [], { problem: 'json' });
    return list;
  }
  if (parsed === null) return list;
  if (!Array.isArray(parsed) || !parsed.every(isRaw)) {
    report('RP5030', [], { problem: 'shape' });
    return list;
  }
  for (const raw of parsed) {
    if (list.has(raw.name)) report('RP5030', [], { problem: 'twice', name: raw.name });
    list.set(raw.name, raw);
  }
  return list;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && typeof (value as Raw).name === 'string';
}

function reportUnknown(name: string, report: Report): void {
  const names = parameters.map((each) => each.name);
  report('RP5031', [], { name, nearest: nearestName(name, names), choices: names.join(', ') });
}

/** An empty text or list is what Argo CD's form leaves behind where a value was taken out: it counts as not set. */
function setValue(values: Map<string, ParameterValue>, { name }: Parameter, value: ParameterValue | undefined): void {
  if (value !== undefined && value !== '') values.set(name, value);
}

/** Only the field of the parameter's type counts, as for Argo CD. */
function readRaw(parameter: Parameter, { string, array, map }: Raw, report: Report): ParameterValue | undefined {
  const label = `parameter "${parameter.name}"`;
  const refuse = (wanted: 'string' | 'array' | 'map'): undefined => {
    report('RP5032', [], {
      parameter: label,
      problem: 'type',
      wanted: wanted === 'map' ? 'a map of strings' : `${wanted === 'array' ? 'an' : 'a'} ${wanted}`,
    });
  };
  switch (parameter.kind) {
    case 'text':
    case 'flag':
      return typeof string === 'string' ? readOne(parameter, { label, text: string }, report) : refuse('string');
    case 'list':
      return isStrings(array) ? readMany(parameter, { label, items: array }, report) : refuse('array');
    case 'map':
      return typeof map === 'object' && map !== null && !Array.isArray(map) && isStrings(Object.values(map))
        ? (map as Readonly<Record<string, string>>)
        : refuse('map');
  }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** A variable holds but one text: items stand between commas, the entries of a map on lines of their own. */
function readText(parameter: Parameter, text: string, report: Report): ParameterValue | undefined {
  const label = variableOf(parameter.name);
  switch (parameter.kind) {
    case 'text':
    case 'flag':
      return readOne(parameter, { label, text }, report);
    case 'list':
      return readMany(parameter, { label, items: text.split(',').map((item) => item.trim()) }, report);
    case 'map':
      return readLines(text) ?? void report('RP5032', [], { parameter: label, problem: 'type', wanted: 'lines of the form name=value' });
  }
}

function readLines(text: string): Readonly<Record<string, string>> | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.map((line) => /^\s*([^=\s][^=]*)=(.*)$/.exec(line));
  return entries.includes(null) ? undefined : Object.fromEntries(entries.map((entry) => [entry?.[1], entry?.[2]]));
}

function readOne(
  parameter: Parameter,
  { label, text }: { readonly label: string; readonly text: string },
  report: Report,
): ParameterValue | undefined {
  const choices = parameter.kind === 'flag' ? ['true', 'false'] : parameter.choices;
  if (text === '' || isChoice(text, { label, choices }, report)) return parameter.kind === 'flag' && text !== '' ? text === 'true' : text;
  return undefined;
}

function readMany(
  { choices }: Parameter,
  { label, items }: { readonly label: string; readonly items: readonly string[] },
  report: Report,
): ParameterValue | undefined {
  const wanted = items.filter((item) => item !== '');
  const good = wanted.filter((item) => isChoice(item, { label, choices }, report));
  return good.length === wanted.length && good.length > 0 ? good : undefined;
}

interface Expectation {
  readonly label: string;
  readonly choices: readonly string[] | undefined;
}

function isChoice(text: string, { label, choices }: Expectation, report: Report): boolean {
  if (choices === undefined || choices.includes(text)) return true;
  report('RP5032', [], {
    parameter: label,
    problem: 'value',
    value: text,
    wanted: choices.join(', '),
    nearest: nearestName(text, choices),
  });
  return false;
}
