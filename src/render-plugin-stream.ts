import type { RenderOptions } from './model/options.ts';
import type { SourceFile } from './model/source.ts';
import { type RenderResult, renderThrough } from './pipeline.ts';
import { printSet } from './print/print-set.ts';
import { selectDropped } from './print/select-hidden.ts';
import { settleStream } from './print/settle-renames.ts';

/**
 * The same rendering for a plugin of kustomize, which reads and writes a stream of documents: in input order, as YAML, and with the local
 * configuration in it, which kustomize itself leaves out at the end of a build.
 */
export function renderPluginStream(file: SourceFile, options: Partial<RenderOptions>): Omit<RenderResult, 'outcomes'> {
  const { printed, ...rest } = renderThrough(
    (printing, full) => printSet({ ...printing, hidden: selectDropped(printing.inventory, full) }, { output: 'yaml', order: 'input' }),
    [settleStream(file, options.limits)],
    { options },
  );
  return { ...rest, output: printed ?? [] };
}
