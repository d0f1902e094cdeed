import { createCollector } from '../../diagnostics/collector.ts';
import { fromBytes, type SourceFile } from '../../model/source.ts';
import { reportProblem } from '../../read/report-problem.ts';
import { findResourceList } from '../../read/resource-list.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import type { ExitCode, World } from '../world.ts';
import { runFunction } from './run-function.ts';

/**
 * The program without arguments is a function: kustomize before 5.7 cannot give arguments to one (krm-argocd facts §2). Anything but a
 * ResourceList on standard input is a command line that was not finished (RP5021).
 */
export function runBare(world: World): ExitCode {
  const file: SourceFile = { ...fromBytes('-', world.readStdin()), piped: true };
  const found = findResourceList(file);
  const { report, diagnostics } = createCollector();
  switch (found.kind) {
    case 'list':
      return runFunction(found.list, { flags: {}, options: {} }, world);
    case 'broken':
      reportProblem(file, found.raw, { problem: found.problem, needed: true, report });
      break;
    case 'other':
      report('RP5021', [], {
        found: file.size === 0 ? 'nothing' : found.documents > 1 ? `${found.documents} documents` : 'something else',
      });
  }
  return reportDiagnostics({ diagnostics, strict: false }, {}, world);
}
