import type { ExitCode, World } from '../world.ts';
import { formatFailure } from './format-failure.ts';
import type { OptionSpec } from './option-spec.ts';
import { type PlainCall, parsePlain } from './parse-plain.ts';

/** Runs `render` without commander, where its command line is plain; undefined where it is not. */
export function runPlainly(
  world: World,
  specs: readonly OptionSpec[],
  run: (call: PlainCall) => ExitCode | undefined,
): ExitCode | undefined {
  try {
    const call = parsePlain(world.argv.slice(1), specs);
    return call && run(call.paths.length === 0 ? { ...call, paths: ['.'] } : call);
  } catch (error) {
    world.writeError(formatFailure(error, world.env));
    return 3;
  }
}
