import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/golden-cases.ts';
import type { FuzzInput } from './input.ts';

export const corpusRoot: string = join(repository, 'test/fuzz/corpus');

/** What each file of `corpus/` was: found by the fuzzer, or while it was built, and mended since. */
export const corpus: Readonly<Record<string, string>> = {
  'a-mark-in-text-that-does-not-parse': '--parse-all let pass (RP1002) what was an error without it: something of ours may stand in it',
  'comments-in-a-nested-list': 'a List in a List was dumped in silence, comments were lost without a word (RP3017 now)',
  'comments-around-the-members-of-a-list': 'comments between the fields of a List, and behind its members, were lost when it was flattened',
  'dashes-that-separate-nothing': 'js-yaml took `---kind` for a separator and a key; kubectl takes it for one key',
  'nul-before-digits': 'a string or key of NUL and digits came out as a bare number in JSON',
};

const ways: readonly FuzzInput['options'][] = [
  { allowLoss: ['all'] },
  { allowLoss: ['all'], order: 'input', orphans: 'remove' },
  { allowLoss: ['all'], output: 'json', allowEmpty: true },
  { mesh: 'istio', policies: 'drop', strict: true },
];

/** Every file of the corpus, with all the options that it is tried with. */
export function corpusInputs(): readonly (FuzzInput & { readonly name: string })[] {
  return Object.keys(corpus).flatMap((name) => {
    const bytes = readFileSync(join(corpusRoot, `${name}.yaml`));
    return ways.map((options) => ({ name, files: [{ path: `${name}.yaml`, bytes }], options }));
  });
}
