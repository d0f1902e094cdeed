import { createCollector } from '../../diagnostics/collector.ts';
import { standardLimits } from '../../model/limits.ts';
import type { SourceFile } from '../../model/source.ts';
import { indexFile } from '../../read/index-file.ts';
import { reportProblem } from '../../read/report-problem.ts';
import { findResourceList } from '../../read/resource-list.ts';
import { createTally } from '../../read/tally.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import type { ExitCode, World } from '../world.ts';
import { runFunction } from './run-function.ts';

/**
 * The program without arguments is a function: kustomize before 5.7 cannot give arguments to one (krm-argocd facts §2). Anything but a
 * ResourceList on standard input is a command line that was not finished (RP5021).
 */
export function runBare(world: World): ExitCode {
  const { report, diagnostics } = createCollector();
  const file = world.readStdin(standardLimits.fileSize);
  if (!createTally(standardLimits, report).admits(file)) return reportDiagnostics({ diagnostics, strict: false }, {}, world);
  const found = findResourceList(file, standardLimits);
  switch (found.kind) {
    case 'list':
      return runFunction(found.list, { flags: {}, options: {} }, world);
    case 'broken':
      reportProblem(file, found.raw, { problem: found.problem, needed: true, report });
      break;
    case 'other':
      report('RP5021', [], {
        found: describeInput(file),
      });
  }
  return reportDiagnostics({ diagnostics, strict: false }, {}, world);
}

function describeInput(file: SourceFile): string {
  const index = file.size === 0 ? undefined : indexFile(file, standardLimits);
  const documents = index?.ok === true ? index.documents.length : 0;
  return file.size === 0 ? 'nothing' : documents > 1 ? `${documents} documents` : 'something else';
}
