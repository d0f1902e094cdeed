import { createCollector } from '../../diagnostics/collector.ts';
import { verifyManifests } from '../../verify-manifests.ts';
import { readSourceFiles } from '../files/source-files.ts';
import { limitTime } from '../limit-time.ts';
import type { RenderFlags } from '../render-flags.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { readConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import { wantsSummary } from './wants-summary.ts';

/** What is compared with what. */
interface VerifyRequest {
  readonly paths: readonly string[];
  readonly policies: readonly string[];
  readonly flags: RenderFlags;
}

/** Compares rendered manifests with their policies. Standard output stays empty. */
export function runVerify({ paths, policies, flags }: VerifyRequest, world: World): ExitCode {
  const { report, diagnostics, failed } = createCollector();
  const finish = (): ExitCode => reportDiagnostics({ diagnostics: diagnostics.filter(isError), strict: false }, flags, world);
  const settings = readConfig([...policies, ...paths], flags, report);
  if (settings === undefined) return finish();
  const { exclude, options, limits } = settings;
  const done = limitTime({ limits, world, report }, () => {
    const stream = readSourceFiles({ paths, exclude: [], limits }, world, report);
    const files = readSourceFiles({ paths: policies, exclude, limits }, world, report);
    return failed(false) ? {} : { verified: verifyManifests({ stream, policies: files }, options) };
  });
  if (done?.verified === undefined) return finish();
  const { diagnostics: found, rendered, idle } = done.verified;
  const exit = reportDiagnostics({ diagnostics: found, strict: false }, flags, world);
  if (exit === 0 && wantsSummary(flags, world)) world.writeError(`${summary(rendered, idle)}\n`);
  return exit;
}

/** How a directory was read is of no interest to who only looks for policies in it. */
function isError({ severity }: { readonly severity: string }): boolean {
  return severity === 'error';
}

function summary(rendered: number, idle: number): string {
  const all = rendered + idle;
  const policies = all === 1 ? '1 policy' : `${all} policies`;
  if (idle === 0) return all === 1 ? `${policies}, rendered` : `${policies}, all rendered`;
  return `${policies}, ${rendered} rendered, ${idle} with nothing to render`;
}
