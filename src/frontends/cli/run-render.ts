import { entryOf } from '../../diagnostics/catalog.ts';
import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { toFindings } from '../../diagnostics/finding.ts';
import { formats } from '../../diagnostics/format/index.ts';
import { renderManifests } from '../../pipeline.ts';
import { locate } from '../../read/locate.ts';
import type { ExitCode, World } from '../world.ts';
import { createProgress } from './progress.ts';
import { readConfig } from './read-config.ts';
import type { RenderFlags } from './render-flags.ts';
import { readSourceFiles } from './source-files.ts';

/** Reads, renders and writes: stdout gets everything or nothing. */
export function runRender(paths: readonly string[], flags: RenderFlags, world: World): ExitCode {
  const progress = createProgress(world, flags.quiet === true);
  const collector = createCollector();
  const finish = (diagnostics: readonly Diagnostic[], strict: boolean): ExitCode => {
    progress.end();
    const shown = flags.quiet === true ? diagnostics.filter((each) => isGrave(each, strict)) : diagnostics;
    printDiagnostics(shown, flags, world);
    return exitCodeOf(diagnostics, strict);
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

/** The gravest error decides: 3 for I/O, 2 for usage, else 1. */
function exitCodeOf(diagnostics: readonly Diagnostic[], strict: boolean): ExitCode {
  const grave = diagnostics.filter((each) => isGrave(each, strict));
  return grave.reduce<ExitCode>((exit, { code }) => Math.max(exit, entryOf(code).exit ?? 1) as ExitCode, 0);
}

/** What fails the run, and is therefore printed even with `--quiet`. */
function isGrave({ severity }: Diagnostic, strict: boolean): boolean {
  return severity === 'error' || (strict && severity === 'warning');
}

/** Environment variables decide how problems look, never what is rendered. */
function printDiagnostics(shown: readonly Diagnostic[], flags: RenderFlags, world: World): void {
  const name = flags.diagnostics ?? world.env['RESILIENCE_RENDERER_DIAGNOSTICS'] ?? 'text';
  const format = formats[name] ?? formats['text'];
  if (format === undefined || (shown.length === 0 && name !== 'json')) return;
  const isPlain = flags.color === 'never' || Boolean(world.env['NO_COLOR']) || world.env['TERM'] === 'dumb';
  const colour = flags.color === 'always' || (!isPlain && world.stderrIsTerminal());
  world.writeError(format(toFindings(shown, locate), colour));
}
