import type { RenderFlags } from '../render-flags.ts';
import type { ExitCode, World } from '../world.ts';
import { renderingOptions, streamOptions, talkOptions } from './render-options.ts';
import { runPlainly } from './run-plainly.ts';
import { runRender } from './run-render.ts';

/** `render` to standard output: what pipes start thousands of times. Undefined for a command line that commander has to read. */
export function runPlainRender(world: World): ExitCode | undefined {
  const specs = [...streamOptions(), ...renderingOptions(), ...talkOptions()];
  return runPlainly(world, specs, ({ paths, flags }) => runRender(paths, flags as RenderFlags, world));
}
