import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';
import { renderStream } from '../../pipeline.ts';
import { findResourceList, type ResourceList } from '../../read/resource-list.ts';
import { checkUnchanged } from '../files/check-unchanged.ts';
import { readSourceFiles } from '../files/source-files.ts';
import { isFunctionInput, runFunction } from '../krm/run-function.ts';
import type { RenderFlags } from '../render-flags.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { readConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import { createProgress } from './progress.ts';

/** Reads, renders and writes: stdout gets everything or nothing. */
export function runRender(paths: readonly string[], flags: RenderFlags, world: World): ExitCode {
  const progress = createProgress(world, flags.quiet === true);
  const collector = createCollector();
  const finish = (diagnostics: readonly Diagnostic[], strict: boolean): ExitCode => {
    progress.end();
    return reportDiagnostics({ diagnostics, strict }, flags, world);
  };
  const settings = readConfig(paths, flags, collector.report);
  if (settings === undefined) return finish(collector.diagnostics, false);
  const { exclude, options } = settings;
  progress.say('reading');
  const files = readSourceFiles({ paths, exclude }, world, collector.report);
  const list = functionInput(files);
  const [other] = files.filter(({ piped }) => piped !== true);
  if (list !== undefined && other !== undefined) collector.report('RP5023', [], { path: other.path });
  if (collector.failed(false)) return finish(collector.diagnostics, false);
  if (list !== undefined) {
    progress.end();
    return runFunction(list, { flags, options }, world);
  }
  progress.say(`rendering ${files.length} files`);
  const result = renderStream(files, options);
  const exit = finish([...collector.diagnostics, ...result.diagnostics], options.strict === true);
  if (exit !== 0) return exit;
  checkUnchanged(files);
  world.writeOutput(result.output);
  return exit;
}

/** A function that is called with arguments: kustomize since 5.7 and kpt can do that. */
function functionInput(files: readonly SourceFile[]): ResourceList | undefined {
  const file = files.find(({ piped }) => piped === true);
  const found = file && findResourceList(file);
  return found?.kind === 'list' && isFunctionInput(found.list) ? found.list : undefined;
}
