import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { nearestName } from '../../diagnostics/nearest-name.ts';
import { type Limits, readLimits, standardLimits } from '../../model/limits.ts';
import type { RenderOptions } from '../../model/options.ts';
import { policyFields } from '../../model/policy-field.ts';
import type { RendererConfigSpec } from '../../model/renderer-config.ts';
import { fromBytes, type SourceFile } from '../../model/source.ts';
import { indexFile } from '../../read/index-file.ts';
import { createTally } from '../../read/tally.ts';
import { readInside } from '../files/read-inside.ts';
import { reportUnread } from '../files/refused-file.ts';
import type { RenderFlags } from '../render-flags.ts';
import { readLimitFlags } from './limit-flags.ts';
import { type ConfigDocument, parseConfigDocument } from './parse-config-document.ts';

const configName = 'resilience-renderer.yaml';

/** Everything that a call was told: flags before file before defaults. */
export interface Settings {
  readonly options: Partial<RenderOptions>;
  readonly exclude: readonly string[];
  /** Those of the options, over the defaults. */
  readonly limits: Limits;
  /** Where rendering in place puts generated objects. */
  readonly generatedFile?: string | undefined;
}

/** Flags, of which `config` may be a file that the user did not name: then it must not lead out of this directory. */
export interface ConfigFlags extends RenderFlags {
  readonly configRoot?: string | undefined;
}

/** Reads the config file, if there is one, and puts the flags over it. Undefined when an error was reported (RP5001 to RP5007, RP5055, RP5058). */
export function readConfig(paths: readonly string[], flags: ConfigFlags, report: Report): Settings | undefined {
  const path = flags.config ?? findConfig(paths[0] ?? '.');
  const root = flags.configRoot ?? (flags.config === undefined && path !== undefined ? dirname(path) : undefined);
  const file = path === undefined ? undefined : readConfigFile(path, root, report);
  const spec = path === undefined ? {} : file && parseConfig(file, 'project', report);
  const isGood = checkFlags(flags, report);
  const fromFlags = readLimitFlags(flags.limit ?? [], report);
  if (spec === undefined || fromFlags === undefined || !isGood) return undefined;
  const { exclude = [], generatedFile, ...fromFile } = spec;
  const options = { ...fromFile, ...optionsOfFlags(flags), limits: { ...fromFile.limits, ...fromFlags } };
  return { options, exclude: [...exclude, ...(flags.exclude ?? [])], limits: readLimits(options.limits), generatedFile };
}

/** The options among the flags. */
export function optionsOfFlags(flags: ConfigFlags): Partial<RenderOptions> {
  const { config: _, configRoot: __, diagnostics: ___, quiet: ____, color: _____, exclude: ______, limit: _______, ...options } = flags;
  return options;
}

/** The project root is the nearest directory at or above the first PATH that holds the file; never the working directory. */
export function findConfig(path: string): string | undefined {
  const stats = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  let directory = resolve(stats.isDirectory() ? path : dirname(path));
  for (;;) {
    const candidate = join(directory, configName);
    // A link that leads nowhere is there all the same: without the options behind it, the result would be another.
    if (lstatSync(candidate, { throwIfNoEntry: false }) !== undefined) return relative('', candidate);
    const parent = dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
}

/** Reads a RendererConfig, of a project or for a function of kustomize; only a function has a mode. Undefined when an error was reported (RP5007). */
export function parseConfig(file: SourceFile, owner: 'project' | 'function', report: Report): RendererConfigSpec | undefined {
  const index = indexFile(file);
  const second = index.ok ? index.documents[1] : undefined;
  if (second !== undefined) {
    const problem = 'holds several documents; only the status reporter takes one for each namespace';
    report('RP5007', { kind: 'offset', file, offset: second.from }, { field: 'the file', problem });
    return undefined;
  }
  const document = parseConfigDocument({ file, from: 0, to: file.size }, report);
  return document && (owner === 'function' || refuseMode(document, report)) ? document.spec : undefined;
}

/** Whether a configuration is fine where nothing has a mode; otherwise an error was reported (RP5007). */
export function refuseMode({ spec, at }: ConfigDocument, report: Report): boolean {
  if (spec.mode === undefined) return true;
  report('RP5007', at(['spec', 'mode'], 'key'), { field: 'spec.mode', problem: 'is only for a function of kustomize or kpt' });
  return false;
}

/** With a root: as a file that nobody named. Undefined when an error was reported (RP1013, RP5001, RP5002, RP5055, RP5058). */
export function readConfigFile(path: string, root: string | undefined, report: Report): SourceFile | undefined {
  if (root === undefined && !existsSync(path)) {
    report('RP5001', { kind: 'file', path }, { path });
    return undefined;
  }
  try {
    // A repository may bring the file along: it is parsed as one document.
    const tally = createTally({ ...standardLimits, fileSize: standardLimits.documentSize }, report);
    const content = root === undefined ? readFileSync(path) : readInside(path, root);
    return tally.admits({ path, size: content.length }) ? fromBytes(path, content) : undefined;
  } catch (error) {
    reportUnread(error, path, report);
    return undefined;
  }
}

/** What commander cannot check. */
export function checkFlags({ allowLoss = [], namespace = '' }: RenderFlags, report: Report): boolean {
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
