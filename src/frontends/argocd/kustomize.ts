import { fromBytes, type SourceFile } from '../../model/source.ts';
import type { Call } from './call.ts';
import { reportFailure, runTool, type Tool } from './run-tool.ts';

/**
 * More arguments for `kustomize build`, between spaces: the administrator's business alone. With `--enable-exec` a repository runs any
 * program in the sidecar, so no parameter and no ARGOCD_ENV_ variable of an Application may ever get here.
 */
const buildOptions = 'RESILIENCE_RENDERER_KUSTOMIZE_BUILD_OPTIONS';

/** What `kustomize build` makes of the working directory. Undefined when an error was reported (RP5034 to RP5036). */
export function buildKustomization(scratch: string, call: Call): SourceFile | undefined {
  const options = (call.world.env[buildOptions] ?? '').split(/\s+/).filter((option) => option !== '');
  const tool: Tool = { command: 'kustomize', args: ['build', '.', ...options], name: 'kustomize build', scratch };
  const result = runTool(tool, call);
  if (result.kind === 'failed') reportFailure(tool, result.stderr, call);
  return result.kind === 'done' ? { ...fromBytes(tool.name, result.stdout), piped: true } : undefined;
}
