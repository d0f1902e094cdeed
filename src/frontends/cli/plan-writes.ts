import { existsSync, lstatSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { bytesOfSegments, type SourceFile, textOfSegments } from '../../model/source.ts';
import { emptyGeneratedFile, type PlannedFile } from '../../render-in-place.ts';
import { globLibrary } from '../files/glob-library.ts';
import { type Kustomizations, readKustomizations } from '../files/kustomizations.ts';
import type { FileChange } from '../files/write-files.ts';

/** The project that is rendered. */
export interface Project {
  readonly root: string;
  readonly exclude: readonly string[];
}

/** What has to be written for a plan, files that stay as they are left out. Reports RP5002, RP5011 and RP5014, after which nothing may be written. */
export function planWrites(planned: readonly PlannedFile[], project: Project, report: Report): readonly FileChange[] {
  const kustomizations = readKustomizations(project.root, report);
  return planned.flatMap((file) => {
    if (file.generated) checkReadable(file, project, report);
    const isListed = (): boolean => kustomizations.above(file.path).some(({ lists }) => lists(file.path));
    const after = isNothing(file) && isListed() ? [emptyGeneratedFile] : isNothing(file) ? undefined : file.after;
    if (file.generated && !isNothing(file)) checkListed(file, kustomizations, report);
    if (after === file.after && !file.changed) return [];
    const change = {
      path: file.path,
      before: file.before && bytesOfFile(file.before),
      after: after && bytesOfSegments(after),
    };
    return isSame(change) ? [] : [change];
  });
}

/** The generated files of a plan that are on the disk now. */
export function generatedPaths(planned: readonly PlannedFile[]): readonly string[] {
  return planned.filter(({ generated }) => generated).flatMap(({ path }) => (existsSync(path) ? [path] : []));
}

/** Nothing is left of the file, or nothing was before: the header alone is there for the sake of a kustomization. */
function isNothing({ after, before, generated }: PlannedFile): boolean {
  if (after === undefined) return true;
  return generated && before?.size === Buffer.byteLength(emptyGeneratedFile) && textOfSegments(after) === emptyGeneratedFile;
}

/** What is never read would be taken for missing, and overwritten. */
function checkReadable({ path, before }: PlannedFile, { root, exclude }: Project, report: Report): void {
  const isExcluded = exclude.length > 0 && globLibrary()([...exclude], { dot: true })(relative(root, path).split(sep).join('/'));
  const isThere = before === undefined && lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const reason = isExcluded ? 'an exclude pattern leaves that file out' : isThere ? 'that file is there and was not read' : undefined;
  if (reason !== undefined) report('RP5011', { kind: 'file', path }, { path, reason });
}

/** Who applies the Services has to apply what is generated for them: the kustomization beside them, or the first above that lists them. */
function checkListed({ path, services }: PlannedFile, kustomizations: Kustomizations, report: Report): void {
  const beside = kustomizations.at(dirname(path));
  const above = services.map((service) => kustomizations.above(path).find(({ lists }) => lists(service)));
  const owners = new Set(beside === undefined ? above : [beside]);
  for (const owner of owners) {
    if (owner === undefined || owner.lists(path)) continue;
    report('RP5014', owner.place, { kustomization: owner.path, entry: owner.entryFor(path) });
  }
}

function isSame({ before, after }: FileChange): boolean {
  return before === undefined || after === undefined ? before === after : before.equals(after);
}

function bytesOfFile(file: SourceFile): Buffer {
  return file.read(0, file.size);
}
