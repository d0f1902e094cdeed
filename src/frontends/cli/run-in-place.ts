import type { Code } from '../../diagnostics/catalog.ts';
import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { isGrave } from '../../diagnostics/is-grave.ts';
import { fromBytes } from '../../model/source.ts';
import { renderInPlace } from '../../render-in-place.ts';
import { readSourceFiles } from '../files/source-files.ts';
import { type FileChange, writeFiles } from '../files/write-files.ts';
import { limitTime } from '../limit-time.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { readConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import { checkTracked } from './check-tracked.ts';
import { checkGeneratedFile, checkInPlaceUsage, type InPlaceCall, type InPlaceTask } from './in-place-usage.ts';
import { generatedPaths, planWrites } from './plan-writes.ts';
import { createProgress } from './progress.ts';
import { repeatCommand } from './repeat-command.ts';
import { showDifference } from './show-difference.ts';

/** What is said in the end, and what goes to standard output. */
interface Ending {
  readonly diagnostics: readonly Diagnostic[];
  readonly strict?: boolean | undefined;
  readonly difference?: Buffer | undefined;
}

/** Renders a project in its files: writes them, or says what that would change. Nothing is written after an error. */
export function runInPlace(call: InPlaceCall, world: World): ExitCode {
  const progress = createProgress(world, call.flags.quiet === true);
  const { diagnostics, strict, difference } = work(call, world, progress.say);
  progress.end();
  if (difference !== undefined) world.writeOutput([{ file: fromBytes('-', difference), from: 0, to: difference.length }]);
  // Last, so that the command that fixes it stands where somebody looks who sees both.
  return reportDiagnostics({ diagnostics, strict: strict === true }, call.flags, world);
}

function work(call: InPlaceCall, world: World, say: (what: string) => void): Ending {
  const { report, diagnostics, failed } = createCollector();
  const task = checkInPlaceUsage(call, report);
  const settings = task && readConfig([task.root], call.flags, report);
  const isNamed = checkGeneratedFile(settings?.generatedFile, report);
  if (task === undefined || settings === undefined || !isNamed) return { diagnostics };
  const { exclude, options, limits } = settings;
  const leftOvers: string[] = [];
  const generatedFile = call.inPlace.generatedFile ?? settings.generatedFile ?? 'resilience.generated.yaml';
  const rendered = limitTime({ limits, world, report }, () => {
    say('reading');
    const files = readSourceFiles({ paths: [task.root], exclude, limits, leftOvers }, world, report);
    if (failed(false)) return {};
    say(`rendering ${files.length} files`);
    return { planned: renderInPlace(files, { orphans: 'remove', ...options }, { generatedFile }) };
  });
  const planned = rendered?.planned;
  if (planned === undefined) return { diagnostics };
  const { strict } = options;
  const found = [...diagnostics, ...planned.diagnostics].filter(isWorthSaying);
  const isFailed = found.some((each) => isGrave(each, strict === true));
  if (isFailed) return { diagnostics: found, strict };
  const plan = createCollector();
  const changes = planWrites(planned.files, { root: task.root, exclude }, plan.report);
  if (plan.failed(false)) return { diagnostics: [...found, ...plan.diagnostics], strict };
  const done = act({ call, task, world, leftOvers }, changes, say);
  const tracking = createCollector();
  if (call.inPlace.tracked === true) checkTracked(generatedPaths(planned.files), world, tracking.report);
  return { ...done, diagnostics: [...found, ...done.diagnostics, ...tracking.diagnostics], strict };
}

/** What stays out of a stream, and that a kustomization is not built: here files stay what they are, and kustomize reads them later. */
const noise: ReadonlySet<Code> = new Set(['RP1010', 'RP1011', 'RP5005']);

function isWorthSaying({ code }: Diagnostic): boolean {
  return !noise.has(code);
}

interface Act {
  readonly call: InPlaceCall;
  readonly task: InPlaceTask;
  readonly world: World;
  /** What a run that was killed has left in the tree. */
  readonly leftOvers: readonly string[];
}

function act({ call, task, world, leftOvers }: Act, changes: readonly FileChange[], say: (what: string) => void): Ending {
  const { report, diagnostics, failed } = createCollector();
  switch (task.mode) {
    case 'write': {
      say(`writing ${changes.length} files`);
      const job = { root: task.root, writer: world.writer, leftOvers };
      const count = world.uninterrupted(() => writeFiles(changes, job, report));
      if (count > 0 && call.inPlace.failOnChange === true && !failed(false)) report('RP5019', [], { count });
      return { diagnostics };
    }
    case 'check':
      if (changes.length > 0) report('RP5018', [], { count: changes.length, command: repeatCommand('write', task.root, call) });
      return { diagnostics, difference: showDifference(changes, task.root) };
    case 'diff':
      return { diagnostics, difference: showDifference(changes, task.root) };
  }
}
