import { readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { createCollector } from '../../diagnostics/collector.ts';
import { readLimits } from '../../model/limits.ts';
import { fromBytes } from '../../model/source.ts';
import { renderPluginStream } from '../../render-plugin-stream.ts';
import { limitTime } from '../limit-time.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { parseConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import { functionExit } from './function-exit.ts';

/** kustomize starts a plugin with a temporary file that holds its configuration, and says so in the environment (krm-argocd facts §2, layout B). */
export function isLegacyPlugin({ argv: [path = ''], env }: World): boolean {
  const isCalled = env['KUSTOMIZE_PLUGIN_CONFIG_STRING'] !== undefined && isAbsolute(path);
  return isCalled && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The exec plugin of old: a stream of documents in and out, the only form that stock kubectl runs without containers. */
export function runLegacyPlugin(world: World): ExitCode {
  const { report, diagnostics } = createCollector();
  // The path of a temporary file tells nobody which of their files it is about.
  const config = parseConfig(fromBytes('RendererConfig', readFileSync(world.argv[0] ?? '')), 'function', report);
  if (config === undefined) return functionExit(reportDiagnostics({ diagnostics, strict: false }, {}, world));
  const { mode = 'transform', ...options } = config;
  const limits = readLimits(options.limits ?? {});
  const result = limitTime({ limits, world, report }, () => renderPluginStream(world.readStdin(limits.fileSize), options));
  const exit = reportDiagnostics({ diagnostics: result?.diagnostics ?? diagnostics, strict: options.strict === true }, {}, world);
  if (exit === 0) world.writeOutput(mode === 'validate' ? [] : (result?.output ?? []));
  return functionExit(exit);
}
