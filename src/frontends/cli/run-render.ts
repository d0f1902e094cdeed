import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderManifests } from '../../pipeline.ts';
import { readSourceFiles } from '../files/source-files.ts';
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
  if (collector.failed(false)) return finish(collector.diagnostics, false);
  progress.say(`rendering ${files.length} files`);
  const result = renderManifests(files, options);
  const exit = finish([...collector.diagnostics, ...result.diagnostics], options.strict === true);
  if (exit === 0) world.writeOutput(result.output);
  return exit;
}
