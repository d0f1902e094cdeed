import { meshKeys } from './mesh/registry.ts';
import { group } from './model/group.ts';
import type { RenderOptions } from './model/options.ts';
import type { SourceFile } from './model/source.ts';
import { type Rendering, renderThrough } from './pipeline.ts';
import { type InPlaceLayout, type PlannedFile, planFiles } from './print/plan-files.ts';
import { type Confidentiality, findConfidential } from './read/confidential.ts';

export { generatedFileHeader as emptyGeneratedFile } from './print/print-generated-file.ts';
export type { Confidentiality, InPlaceLayout, PlannedFile };

/** What a writer has to do; `files` is empty with an error. */
export interface InPlaceResult extends Omit<Rendering<never>, 'printed'> {
  readonly files: readonly PlannedFile[];
}

/**
 * The same rendering, given back as changed files (design §5): annotations are spliced into the files of the Services, generated
 * objects go to a file of their own beside them. Files of the user's that stay as they are are not listed; generated ones always are.
 */
export function renderInPlace(files: readonly SourceFile[], options: Partial<RenderOptions>, layout: InPlaceLayout): InPlaceResult {
  const { printed, ...rest } = renderThrough((printing) => planFiles(files, printing, layout), files, {
    options: { ...options, policies: 'keep' },
  });
  return { ...rest, files: printed ?? [] };
}

/** Which bytes of a file no difference may show: of Secrets, of what cannot be read, of annotations that neither we nor a mesh of ours write. */
export function confidentialIn(file: SourceFile): (from: number, to: number) => Confidentiality | undefined {
  return findConfidential(file, (key) => key.startsWith(`${group}/`) || meshKeys.has(key));
}
