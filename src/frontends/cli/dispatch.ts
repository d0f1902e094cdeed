import { runBare } from '../krm/run-bare.ts';
import { isLegacyPlugin, runLegacyPlugin } from '../krm/run-legacy-plugin.ts';
import type { ExitCode, World } from '../world.ts';

/** The calls that are no command line: a function, or a plugin, of kustomize. Undefined for any other. */
export function dispatch(world: World): ExitCode | undefined {
  if (isLegacyPlugin(world)) return runLegacyPlugin(world);
  return world.argv.length === 0 && !world.stdinIsTerminal() ? runBare(world) : undefined;
}
