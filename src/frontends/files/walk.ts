import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { compareCodePoints } from '../../model/code-point-order.ts';

/** How a tree is walked. */
export interface WalkOptions {
  readonly report: Report;
  /** True for a path, relative to the tree's root with `/`, that is left out. */
  isExcluded(relative: string): boolean;
}

interface Walk extends WalkOptions {
  readonly root: string;
  readonly realRoot: string;
  readonly files: string[];
  /** Real directories on the way down: a link back to one of them is a loop. */
  readonly parents: readonly string[];
  /** Real paths of what was found: links lead to nothing twice, and many links to each other not to ever more names. */
  readonly seen: Set<string>;
}

const manifest = /\.(?:yaml|yml|json)$/i;
const kustomizations = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/**
 * The manifests below a directory, in code-point order of their names. Hidden entries and node_modules are left out;
 * links are followed as long as they stay inside the root. Reports RP5002, RP5004, RP5005, RP5008.
 */
export function walkManifests(root: string, options: WalkOptions): readonly string[] {
  const files: string[] = [];
  const realRoot = realpathSync(root);
  walkDirectory('', realRoot, { ...options, root, realRoot, files, parents: [], seen: new Set() });
  return files;
}

function walkDirectory(relative: string, real: string, above: Walk): void {
  if (above.seen.has(real)) return;
  above.seen.add(real);
  const walk = { ...above, parents: [...above.parents, real] };
  const directory = relative === '' ? walk.root : join(walk.root, relative);
  const entries = readEntries(directory, walk);
  if (entries === undefined || isSkipped(directory, entries, walk)) return;
  for (const entry of entries) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || walk.isExcluded(path)) continue;
    if (entry.isSymbolicLink()) visitLink(path, walk);
    else if (entry.isDirectory()) walkDirectory(path, join(real, entry.name), walk);
    else visitFile(path, { real: join(real, entry.name), isRegular: entry.isFile() }, walk);
  }
}

function readEntries(directory: string, { report }: Walk): readonly Dirent[] | undefined {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => compareCodePoints(a.name, b.name));
  } catch (error) {
    report('RP5002', { kind: 'file', path: directory }, { path: directory, reason: reasonOf(error) });
    return undefined;
  }
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

function visitFile(path: string, { real, isRegular }: { readonly real: string; readonly isRegular: boolean }, walk: Walk): void {
  if (!manifest.test(path) || walk.seen.has(real)) return;
  walk.seen.add(real);
  if (isRegular) walk.files.push(join(walk.root, path));
  else skip(path, 'it is not a regular file', walk);
}

function visitLink(path: string, walk: Walk): void {
  const full = join(walk.root, path);
  const real = realPathOf(full);
  if (real === undefined) {
    if (manifest.test(path)) skip(path, 'the link leads nowhere', walk);
    return;
  }
  const stats = statSync(real);
  const isDirectory = stats.isDirectory();
  if (!isDirectory && !manifest.test(path)) return;
  if (real !== walk.realRoot && !real.startsWith(walk.realRoot + sep)) skip(path, 'the link leaves the directory that is rendered', walk);
  else if (!isDirectory) visitFile(path, { real, isRegular: stats.isFile() }, walk);
  else if (walk.parents.includes(real)) skip(path, 'the link leads back to a directory above it', walk);
  else walkDirectory(path, real, walk);
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
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
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left';
    default:
      return code ?? (error instanceof Error ? error.message : String(error));
  }
}
