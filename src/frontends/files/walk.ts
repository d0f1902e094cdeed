import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { compareCodePoints } from '../../model/code-point-order.ts';
import { isInside } from './is-inside.ts';
import { leftOverEnding } from './left-overs.ts';
import type { Inside } from './open-gate.ts';
import { reportCaseTwins, reportForeignName } from './report-names.ts';

/** How a tree is walked. */
export interface WalkOptions {
  readonly report: Report;
  /** True for a path, relative to the tree's root with `/`, that is left out. */
  isExcluded(relative: string): boolean;
  /** False: the directory itself alone, whatever it is. */
  readonly recurse?: boolean | undefined;
  /** What a run that was killed left in the tree. */
  readonly leftOvers?: string[] | undefined;
}

interface Walk extends WalkOptions {
  readonly root: string;
  readonly realRoot: string;
  readonly files: Inside[];
  /** Real directories on the way down: a link back to one of them is a loop. */
  readonly parents: readonly string[];
  /** Real paths of what was found: links lead to nothing twice, and many links to each other not to ever more names. */
  readonly seen: Set<string>;
}

const manifest = /\.(?:yaml|yml|json)$/i;
const kustomizations = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/**
 * The manifests below a directory, in code-point order of their names. Hidden entries and node_modules are left out;
 * links are followed as long as they stay inside the root. Reports RP5002, RP5004, RP5005, RP5008, RP5056, RP5057.
 */
export function walkManifests(root: string, options: WalkOptions): readonly Inside[] {
  const files: Inside[] = [];
  const realRoot = realpathSync(root);
  walkDirectory('', realRoot, { ...options, root, realRoot, files, parents: [], seen: new Set() });
  return files;
}

function walkDirectory(path: string, real: string, above: Walk): void {
  if (above.seen.has(real)) return;
  above.seen.add(real);
  const walk = { ...above, parents: [...above.parents, real] };
  const directory = path === '' ? walk.root : join(walk.root, path);
  const entries = readEntries(directory, walk);
  if (entries === undefined || (walk.recurse !== false && isSkipped(directory, entries, walk))) return;
  const names: string[] = [];
  const place = placeOf(real, walk);
  for (const entry of entries) {
    const { name } = entry;
    const inner = path === '' ? name : `${path}/${name}`;
    if (name.startsWith('.')) noteLeftOver(inner, walk);
    else if (name === 'node_modules' || walk.isExcluded(inner)) continue;
    else if (visit(entry, { path: inner, real: join(real, name), directory: place, name }, walk)) names.push(name);
  }
  reportCaseTwins(directory, names, walk.report);
}

/** Below the root as it was named: a directory above that one may have a name that is no UTF-8. */
function placeOf(real: string, { root, realRoot }: Walk): string {
  return join(root, relative(realRoot, real));
}

interface Entry extends Inside {
  readonly real: string;
}

/** True for what may be a manifest or hold some. */
function visit(entry: Dirent, found: Entry, walk: Walk): boolean {
  const { path, name, real } = found;
  const isDirectory = entry.isDirectory();
  if (isDirectory ? walk.recurse === false : !entry.isSymbolicLink() && !manifest.test(name)) return false;
  if (name.includes('\ufffd') && reportForeignName(join(walk.root, path), walk.report)) return true;
  if (entry.isSymbolicLink()) visitLink(path, walk);
  else if (isDirectory) walkDirectory(path, real, walk);
  else visitFile(found, entry.isFile(), walk);
  return isDirectory || manifest.test(name);
}

function readEntries(directory: string, { report }: Walk): readonly Dirent[] | undefined {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => compareCodePoints(a.name, b.name));
  } catch (error) {
    report('RP5002', { kind: 'file', path: directory }, { path: directory, reason: reasonOf(error) });
    return undefined;
  }
}

function noteLeftOver(path: string, { root, leftOvers }: Walk): void {
  if (path.endsWith(leftOverEnding)) leftOvers?.push(join(root, path));
}

/** A chart holds templates, not manifests. A kustomization is only warned about: its files may well be plain manifests. */
function isSkipped(directory: string, entries: readonly Dirent[], { report }: Walk): boolean {
  if (entries.some(({ name }) => name === 'Chart.yaml')) {
    report('RP5004', { kind: 'file', path: directory }, { path: directory });
    return true;
  }
  if (entries.some(({ name }) => kustomizations.has(name))) report('RP5005', { kind: 'file', path: directory }, { path: directory });
  return false;
}

function visitFile({ path, directory, name, real }: Entry, isRegular: boolean, walk: Walk): void {
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  if (isRegular) walk.files.push({ path: join(walk.root, path), directory, name });
  else skip(path, 'it is not a regular file', walk);
}

function visitLink(path: string, walk: Walk): void {
  const end = endOfLink(path, walk);
  if (end === undefined) return;
  const { real, stats } = end;
  const isDirectory = stats.isDirectory();
  if (isDirectory ? walk.recurse === false : !manifest.test(path)) return;
  if (!isInside(real, walk.realRoot)) skip(path, 'the link leaves the directory that is rendered', walk);
  else if (!isDirectory) visitFile({ path, real, directory: placeOf(dirname(real), walk), name: basename(real) }, stats.isFile(), walk);
  else if (walk.parents.includes(real)) skip(path, 'the link leads back to a directory above it', walk);
  else walkDirectory(path, real, walk);
}

/** Undefined where there is nothing to follow, which is reported. */
function endOfLink(path: string, walk: Walk): { readonly real: string; readonly stats: Stats } | undefined {
  const full = join(walk.root, path);
  try {
    const real = realpathSync(full);
    return { real, stats: statSync(full) };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const leadsNowhere = ['ENOENT', 'ELOOP', 'ENOTDIR'].includes(code);
    if (!leadsNowhere) walk.report('RP5002', { kind: 'file', path: full }, { path: full, reason: reasonOf(error) });
    else if (manifest.test(path)) skip(path, 'the link leads nowhere', walk);
    return undefined;
  }
}

function skip(path: string, reason: string, { root, report }: Walk): void {
  const full = join(root, path);
  report('RP5008', { kind: 'file', path: full }, { path: full, reason });
}

/** The part of a system error that is the same on every machine. */
export function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: string };
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'it does not exist';
    case 'EISDIR':
      return 'it is a directory';
    case 'ELOOP':
      return 'its links lead round in a circle';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENAMETOOLONG':
      return 'its path is longer than the system allows';
    case 'ENXIO':
      return 'it is a socket, or a device that is not there';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left';
    default:
      return code ?? (error instanceof Error ? error.message : String(error));
  }
}
