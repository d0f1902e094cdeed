import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { corpus, corpusInputs, corpusRoot } from './corpus.ts';
import { attack } from './targets.ts';

for (const name of Object.keys(corpus)) {
  test(`found once, and never again: ${name}`, () => {
    for (const input of corpusInputs().filter((each) => each.name === name)) attack(input);
  });
}

test('every file of the corpus is named, with what it was', () => {
  assert.equal(
    readdirSync(corpusRoot).sort(),
    Object.keys(corpus)
      .map((name) => `${name}.yaml`)
      .sort(),
  );
});

test.run();
