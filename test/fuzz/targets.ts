import type { FuzzInput } from './input.ts';
import { checkDump, checkDuplicates, checkWritten } from './oracles/dialects.ts';
import { checkInPlace } from './oracles/in-place.ts';
import { checkFunction } from './oracles/krm.ts';
import { checkConfig, checkImport, checkPlugin, checkProgram, checkVerify } from './oracles/other-ways.ts';
import { checkNothingLost, checkOrphans, checkSorted, checkUntouched } from './oracles/preserved.ts';
import { checkSniffed, checkWindows } from './oracles/read.ts';
import { checkAllOrNothing, checkClassifier, checkIdempotence, checkOrder } from './oracles/render.ts';

/** An attack on one part of the product: it throws when a law does not hold, and says whether anything came of the input. */
type Target = (input: FuzzInput) => boolean;

export const targets = {
  render(input): boolean {
    const once = checkAllOrNothing(input);
    checkIdempotence(input, once);
    checkClassifier(input, once);
    checkOrder(input, once);
    checkNothingLost(input, once);
    checkUntouched(input, once);
    checkOrphans(input, once);
    checkSorted(input, once);
    checkWritten(input, once);
    checkVerify(input, once);
    return once.ok;
  },
  read(input): boolean {
    checkWindows(input);
    checkSniffed(input);
    checkDump(input);
    checkDuplicates(input);
    return true;
  },
  'in-place': checkInPlace,
  krm: checkFunction,
  plugin(input): boolean {
    checkPlugin(input);
    return true;
  },
  import: checkImport,
  config: checkConfig,
  program(input): boolean {
    checkProgram(input);
    return true;
  },
} satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
export const targetNames: readonly TargetName[] = Object.keys(targets) as TargetName[];

/** All laws on one input; the name of each target that did something with it. */
export function attack(input: FuzzInput, names: readonly TargetName[] = targetNames): readonly TargetName[] {
  return names.filter((name) => targets[name](input));
}
