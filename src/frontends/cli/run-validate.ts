import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderStream } from '../../pipeline.ts';
import { readSourceFiles } from '../files/source-files.ts';
import { limitTime } from '../limit-time.ts';
import type { RenderFlags } from '../render-flags.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { readConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import { createProgress } from './progress.ts';
import { wantsSummary } from './wants-summary.ts';

/** Renders for the sake of what is said about it. Standard output stays empty; the exit code is that of `render`. */
export function runValidate(paths: readonly string[], flags: RenderFlags, world: World): ExitCode {
  const progress = createProgress(world, flags.quiet === true);
  const { report, diagnostics, failed } = createCollector();
  const finish = (all: readonly Diagnostic[], strict: boolean): ExitCode => {
    progress.end();
    return reportDiagnostics({ diagnostics: all, strict }, flags, world);
  };
  const settings = readConfig(paths, flags, report);
  if (settings === undefined) return finish(diagnostics, false);
  const { exclude, options, limits } = settings;
  const done = limitTime({ limits, world, report }, () => {
    progress.say('reading');
    const files = readSourceFiles({ paths, exclude, limits }, world, report);
    if (failed(false)) return {};
    progress.say(`checking ${files.length} files`);
    return { files: files.length, result: renderStream(files, options) };
  });
  const { files = 0, result } = done ?? {};
  if (result === undefined) return finish(diagnostics, false);
  const all = [...diagnostics, ...result.diagnostics];
  const exit = finish(all, options.strict === true);
  if (exit === 0 && wantsSummary(flags, world)) {
    const counts = `${count(result.policies, 'policy', 'policies')} in ${count(files, 'file', 'files')}`;
    const warnings = all.filter(({ severity }) => severity === 'warning').length;
    world.writeError(`${counts}: ${warnings === 0 ? 'fine' : count(warnings, 'warning', 'warnings')}\n`);
  }
  return exit;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
