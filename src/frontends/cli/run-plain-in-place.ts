import type { RenderFlags } from '../render-flags.ts';
import type { ExitCode, World } from '../world.ts';
import { type InPlaceFlags, splitInPlaceFlags } from './in-place-flags.ts';
import { inPlaceOptions, renderingOptions, streamOptions, talkOptions } from './render-options.ts';
import { runInPlace } from './run-in-place.ts';
import { runPlainly } from './run-plainly.ts';

/** `render` into files: what commit hooks run. Undefined for a command line that commander has to read. */
export function runPlainInPlace(world: World): ExitCode | undefined {
  const specs = [...streamOptions(), ...renderingOptions(), ...inPlaceOptions(), ...talkOptions()];
  return runPlainly(world, specs, ({ paths, flags: given }) => {
    const { inPlace, flags } = splitInPlaceFlags(given as RenderFlags & InPlaceFlags);
    return inPlace && runInPlace({ paths, flags, inPlace }, world);
  });
}
