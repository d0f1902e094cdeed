import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { nearestName } from '../../diagnostics/nearest-name.ts';
import type { RenderOptions } from '../../model/options.ts';
import type { FieldPath, Place } from '../../model/place.ts';
import { policyFields } from '../../model/policy-field.ts';
import type { RendererConfigSpec } from '../../model/renderer-config.ts';
import { fromBytes, type SourceFile } from '../../model/source.ts';
import { parseRange } from '../../read/document-text.ts';
import { validateConfig } from '../../validate/validate-config.ts';
import { reasonOf } from '../files/walk.ts';
import type { RenderFlags } from '../render-flags.ts';

const configName = 'resilience-renderer.yaml';

/** Everything that a call was told: flags before file before defaults. */
export interface Settings {
  readonly options: Partial<RenderOptions>;
  readonly exclude: readonly string[];
  /** Where rendering in place puts generated objects. */
  readonly generatedFile?: string | undefined;
}

/** Reads the config file, if there is one, and puts the flags over it. Undefined when an error was reported (RP5001 to RP5007). */
export function readConfig(paths: readonly string[], flags: RenderFlags, report: Report): Settings | undefined {
  const path = flags.config ?? findConfig(paths[0] ?? '.');
  const file = path === undefined ? {} : readConfigFile(path, report);
  const isGood = checkFlags(flags, report);
  if (file === undefined || !isGood) return undefined;
  const { exclude = [], generatedFile, ...fromFile } = file;
  const { config: _, diagnostics: __, quiet: ___, color: ____, exclude: more = [], ...fromFlags } = flags;
  return { options: { ...fromFile, ...fromFlags }, exclude: [...exclude, ...more], generatedFile };
}

/** The project root is the nearest directory at or above the first PATH that holds the file; never the working directory. */
export function findConfig(path: string): string | undefined {
  const stats = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  let directory = resolve(stats.isDirectory() ? path : dirname(path));
  for (;;) {
    const candidate = join(directory, configName);
    if (existsSync(candidate)) return relative('', candidate);
    const parent = dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
}

function readConfigFile(path: string, report: Report): RendererConfigSpec | undefined {
  const file = readFile(path, report);
  return file === undefined ? undefined : parseConfig(file, 'project', report);
}

/** Reads a RendererConfig, of a project or for a function of kustomize; only a function has a mode. Undefined when an error was reported (RP5007). */
export function parseConfig(file: SourceFile, owner: 'project' | 'function', report: Report): RendererConfigSpec | undefined {
  const range = { from: 0, to: file.size };
  const parsed = parseRange(file, range);
  const at = (fieldPath: FieldPath, part: 'key' | 'value'): Place => ({
    kind: 'field',
    origin: { file, ...range, path: [] },
    path: fieldPath,
    part,
  });
  if (!parsed.ok) {
    report(
      'RP5007',
      { kind: 'offset', file, offset: Math.min(parsed.problem.index, file.size) },
      { field: 'the file', problem: `cannot be read: ${parsed.problem.reason}` },
    );
    return undefined;
  }
  const config = validateConfig(parsed.value, at, report);
  if (owner === 'function' || config?.mode === undefined) return config;
  report('RP5007', at(['spec', 'mode'], 'key'), { field: 'spec.mode', problem: 'is only for a function of kustomize or kpt' });
  return undefined;
}

function readFile(path: string, report: Report): SourceFile | undefined {
  if (!existsSync(path)) {
    report('RP5001', { kind: 'file', path }, { path });
    return undefined;
  }
  try {
    return fromBytes(path, readFileSync(path));
  } catch (error) {
    report('RP5002', { kind: 'file', path }, { path, reason: reasonOf(error) });
    return undefined;
  }
}

/** What commander cannot check. */
function checkFlags({ allowLoss = [], namespace = '' }: RenderFlags, report: Report): boolean {
  const fields: readonly string[] = ['all', ...policyFields];
  const unknown = allowLoss.filter((field) => !fields.includes(field));
  for (const value of unknown) {
    report('RP5006', [], { option: '--allow-loss', value, choices: fields.join(', '), nearest: nearestName(value, fields) });
  }
  const isNamespace = namespace === '' || /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace);
  if (!isNamespace)
    report('RP5006', [], { option: '--namespace', value: namespace, choices: 'a name of lower-case letters and digits joined by -' });
  return unknown.length === 0 && isNamespace;
}
