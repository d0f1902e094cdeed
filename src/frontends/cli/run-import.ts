import { createCollector } from '../../diagnostics/collector.ts';
import { importManifests } from '../../import-manifests.ts';
import { readSourceFiles } from '../files/source-files.ts';
import { limitTime } from '../limit-time.ts';
import type { RenderFlags } from '../render-flags.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { readConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import { createProgress } from './progress.ts';

/** Reads and imports: stdout gets policies, stderr what has no equal; nothing on disk is changed. */
export function runImport(paths: readonly string[], flags: RenderFlags, world: World): ExitCode {
  const progress = createProgress(world, flags.quiet === true);
  const { report, diagnostics, failed } = createCollector();
  const settings = readConfig(paths, flags, report);
  if (settings === undefined) return reportDiagnostics({ diagnostics, strict: false }, flags, world);
  const { exclude, limits } = settings;
  const done = limitTime({ limits, world, report }, () => {
    progress.say('reading');
    const files = readSourceFiles({ paths, exclude, limits }, world, report);
    return failed(false) ? {} : { result: importManifests(files, settings.options) };
  });
  progress.end();
  const result = done?.result;
  if (result === undefined) return reportDiagnostics({ diagnostics, strict: false }, flags, world);
  const strict = settings.options.strict === true;
  const exit = reportDiagnostics({ diagnostics: [...diagnostics, ...result.diagnostics], strict }, flags, world);
  if (exit === 0) world.writeOutput(result.output);
  return exit;
}
