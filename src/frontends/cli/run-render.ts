import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Limits } from '../../model/limits.ts';
import type { SourceFile } from '../../model/source.ts';
import { renderStream } from '../../pipeline.ts';
import { findResourceList, type ResourceList } from '../../read/resource-list.ts';
import { checkUnchanged } from '../files/check-unchanged.ts';
import { readSourceFiles } from '../files/source-files.ts';
import { isFunctionInput, runFunction } from '../krm/run-function.ts';
import { limitTime } from '../limit-time.ts';
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
  const { exclude, options, limits } = settings;
  const done = limitTime({ limits, world, report: collector.report }, (): Done => {
    progress.say('reading');
    const files = readSourceFiles({ paths, exclude, limits }, world, collector.report);
    const list = functionInput(files, limits);
    const [other] = files.filter(({ piped }) => piped !== true);
    if (list !== undefined && other !== undefined) collector.report('RP5023', [], { path: other.path });
    if (list !== undefined || collector.failed(false)) return { list };
    progress.say(`rendering ${files.length} files`);
    return { files, result: renderStream(files, options) };
  });
  if (done?.list !== undefined && !collector.failed(false)) {
    progress.end();
    return runFunction(done.list, { flags, options }, world);
  }
  const exit = finish([...collector.diagnostics, ...(done?.result?.diagnostics ?? [])], options.strict === true);
  if (exit !== 0) return exit;
  checkUnchanged(done?.files ?? []);
  world.writeOutput(done?.result?.output ?? []);
  return exit;
}

/** What the limited time was used for; neither when there was an error before. */
interface Done {
  readonly files?: readonly SourceFile[];
  readonly list?: ResourceList | undefined;
  readonly result?: ReturnType<typeof renderStream>;
}

/** A function that is called with arguments: kustomize since 5.7 and kpt can do that. */
function functionInput(files: readonly SourceFile[], limits: Limits): ResourceList | undefined {
  const file = files.find(({ piped }) => piped === true);
  const found = file && findResourceList(file, limits);
  return found?.kind === 'list' && isFunctionInput(found.list) ? found.list : undefined;
}
