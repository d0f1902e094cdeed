import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { standardLimits } from '../../model/limits.ts';
import type { Place } from '../../model/place.ts';
import { isObject, valueAt } from '../../model/resource.ts';
import { fromBytes } from '../../model/source.ts';
import { parseRange } from '../../read/document-text.ts';
import { readInside } from './read-inside.ts';
import { reportUnread } from './refused-file.ts';

/** The names under which kustomize looks for a kustomization or a component; one of them per directory. */
export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The kustomization of a directory, and which files it reads. */
export interface Kustomization {
  readonly path: string;
  /** Its list of resources, or itself where it has none. */
  readonly place: Place;
  /** The way to a file as this kustomization has to spell it. */
  entryFor(file: string): string;
  lists(file: string): boolean;
}

/** The kustomizations of a tree, each read once. */
export interface Kustomizations {
  at(directory: string): Kustomization | undefined;
  /** From the directory of a file up to the root: nearest first. */
  above(file: string): readonly Kustomization[];
}

/** Looks into the directories of a tree for kustomizations. Reports RP5002, RP5055, RP5058. */
export function readKustomizations(root: string, report: Report): Kustomizations {
  const found = new Map<string, Kustomization | undefined>();
  const at = (directory: string): Kustomization | undefined => {
    const key = resolve(directory);
    if (!found.has(key)) found.set(key, readKustomization(directory, root, report));
    return found.get(key);
  };
  const above = (file: string): readonly Kustomization[] => {
    const directories = [dirname(file)];
    for (let directory = dirname(file); resolve(directory) !== resolve(root) && directory !== dirname(directory); ) {
      directory = dirname(directory);
      directories.push(directory);
    }
    return directories.flatMap((directory) => at(directory) ?? []);
  };
  return { at, above };
}

function readKustomization(directory: string, root: string, report: Report): Kustomization | undefined {
  const path = kustomizationNames.map((name) => join(directory, name)).find((candidate) => existsSync(candidate));
  if (path === undefined) return undefined;
  try {
    const file = fromBytes(path, readInside(path, root));
    const range = { from: 0, to: file.size };
    const parsed = parseRange(file, range, standardLimits);
    if (!parsed.ok) {
      const offset = Math.min(parsed.problem.index, file.size);
      report('RP5002', { kind: 'offset', file, offset }, { path, reason: parsed.problem.reason });
      return undefined;
    }
    const resources = isObject(parsed.value) ? valueAt(parsed.value, ['resources']) : undefined;
    const list = Array.isArray(resources) ? resources.filter((entry) => typeof entry === 'string') : [];
    const entries = new Set(list.map((entry) => resolve(directory, entry)));
    const entryFor = (other: string): string => relative(directory, other).split(sep).join('/');
    const fieldPath = resources === undefined ? [] : ['resources'];
    const place: Place = { kind: 'field', origin: { file, ...range, path: [] }, path: fieldPath, part: 'key' };
    return { path, place, entryFor, lists: (other) => entries.has(resolve(other)) };
  } catch (error) {
    reportUnread(error, path, report);
    return undefined;
  }
}
