import { statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import type { RenderFlags } from '../render-flags.ts';
import { findConfig } from '../settings/read-config.ts';
import type { InPlaceFlags } from './in-place-flags.ts';
import { repeatCommand } from './repeat-command.ts';

/** What a command line asks for, as it was given. */
export interface InPlaceCall {
  readonly paths: readonly string[];
  readonly flags: RenderFlags;
  readonly inPlace: InPlaceFlags;
}

/** How a project is rendered in place. */
export interface InPlaceTask {
  readonly mode: 'write' | 'check' | 'diff';
  /** Its root, as the user named it. */
  readonly root: string;
}

const modes = ['write', 'check', 'diff'] as const;
/** Names that say something else to a tool, ours included. */
const reserved = /^(?:kustomization[.]ya?ml|Chart[.]ya?ml|resilience-renderer[.]yaml)$/i;

/** Undefined when the flags and the path do not make sense together, which is reported (RP5006, RP5012, RP5013). */
export function checkInPlaceUsage(call: InPlaceCall, report: Report): InPlaceTask | undefined {
  const mode = checkFlags(call, report);
  const root = checkPaths(call.paths, mode ?? 'write', report);
  if (mode === undefined || root === undefined) return undefined;
  return isWhole(root, { call, mode }, report) ? { mode, root } : undefined;
}

function checkFlags({ flags, inPlace }: InPlaceCall, report: Report): InPlaceTask['mode'] | undefined {
  const [mode, ...others] = modes.filter((each) => inPlace[each] === true);
  const clashes = [
    ...others.map((other) => `--${other}`),
    ...(flags.output === undefined ? [] : ['--output']),
    ...(flags.order === undefined ? [] : ['--order']),
    ...(flags.policies === undefined ? [] : ['--policies']),
    ...(inPlace.failOnChange === true && mode !== undefined && mode !== 'write' ? ['--fail-on-change'] : []),
  ];
  if (mode !== undefined) for (const other of clashes) report('RP5013', [], { flag: `--${mode}`, problem: 'excludes', other });
  else {
    if (inPlace.failOnChange === true) report('RP5013', [], { flag: '--fail-on-change', problem: 'needs', other: '--write' });
    const others = { '--generated-file': inPlace.generatedFile, '--tracked': inPlace.tracked };
    for (const [flag, value] of Object.entries(others))
      if (value !== undefined) report('RP5013', [], { flag, problem: 'needs', other: '--write, --check or --diff' });
  }
  const isNamed = checkGeneratedFile(inPlace.generatedFile, report);
  return isNamed && clashes.length === 0 ? mode : undefined;
}

/** A hidden file is never read; one with a directory would not lie beside the Service. */
export function checkGeneratedFile(name: string | undefined, report: Report): boolean {
  if (name === undefined || (/^\w[\w.-]*[.]ya?ml$/.test(name) && !reserved.test(name))) return true;
  report('RP5006', [], {
    option: '--generated-file',
    value: name,
    choices: 'a plain file name that ends in .yaml or .yml and means nothing to other tools',
  });
  return false;
}

function checkPaths(paths: readonly string[], mode: string, report: Report): string | undefined {
  const [path = '.', ...others] = paths;
  const stats = others.length > 0 || path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  const refused =
    others.length > 0 ? `${paths.length} paths` : path === '-' ? 'standard input' : stats?.isDirectory() === false ? 'a file' : '';
  if (refused !== '') report('RP5013', [], { flag: `--${mode}`, problem: 'takes', other: `one directory, not ${refused}` });
  else if (stats === undefined) report('RP5001', { kind: 'file', path }, { path });
  else return path;
  return undefined;
}

/** The directory at or above it that holds the configuration is the project; an incomplete input must never strip production (design §5). */
function isWhole(
  path: string,
  { call, mode }: { readonly call: InPlaceCall; readonly mode: InPlaceTask['mode'] },
  report: Report,
): boolean {
  const config = findConfig(path);
  if (config === undefined || resolve(dirname(config)) === resolve(path)) return true;
  const root = relative('', dirname(config)) || '.';
  report('RP5012', { kind: 'file', path: join(path) }, { path, root, command: repeatCommand(mode, root, call) });
  return false;
}
