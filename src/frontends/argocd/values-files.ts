import { realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isInside } from '../files/is-inside.ts';
import { substituteVariables } from './build-environment.ts';
import type { Call } from './call.ts';

/** Why a values file is not taken. */
export type ValuesFileProblem = 'address' | 'reference' | 'outside' | 'missing' | 'directory' | 'irregular';

/**
 * The values files, relative to the chart. As for Argo CD, a leading `/` is the root of the repository, and no file may lie outside it,
 * not through links either: beside this checkout lie those of other applications. Undefined when an error was reported (RP5033).
 */
export function resolveValuesFiles(call: Call): readonly string[] | undefined {
  const { values, report, world } = call;
  const found: string[] = [];
  let failed = false;
  for (const given of values['values-files'] ?? []) {
    const path = substituteVariables(given, world.env);
    const file = resolveOne(path, call);
    if (file.problem === 'missing' && values['ignore-missing-values-files'] === true) continue;
    if (file.problem === undefined) found.push(file.path);
    else {
      failed = true;
      report('RP5033', [], { path, problem: file.problem });
    }
  }
  return failed ? undefined : found;
}

type Resolved = { readonly problem?: undefined; readonly path: string } | { readonly problem: ValuesFileProblem };

function resolveOne(path: string, { repository: { app, root } }: Call): Resolved {
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return { problem: 'address' };
  if (path.startsWith('$')) return { problem: 'reference' };
  const wanted = path.startsWith('/') ? join(root, path) : resolve(app, path);
  if (!isInside(wanted, root)) return { problem: 'outside' };
  const real = realPathOf(wanted);
  if (real === undefined) return { problem: 'missing' };
  if (!isInside(real, root)) return { problem: 'outside' };
  const stats = statSync(real);
  // helm would wait for the other end of a pipe.
  return stats.isFile() ? { path: relative(app, real) } : { problem: stats.isDirectory() ? 'directory' : 'irregular' };
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
