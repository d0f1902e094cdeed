import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RenderOptions } from '../../src/model/options.ts';
import { fromBytes, type SourceFile } from '../../src/model/source.ts';
import { world } from '../support/arbitraries.ts';
import { mutate, mutation } from '../support/arbitraries-chaos.ts';
import { filesOf } from '../support/arbitraries-packaging.ts';
import { proveLaw } from '../support/law.ts';
import { errorsOf, renderFiles, renderWorld } from '../support/rendered.ts';

/** Renders, and renders what came out; false where nothing did. */
function renderTwice(files: readonly SourceFile[], options: Partial<RenderOptions>): boolean {
  const once = renderFiles(files, options);
  if (!once.ok || once.text === '') return false;
  const twice = renderFiles([fromBytes('rendered.yaml', once.bytes)], options);
  assert.ok(twice.ok, `the output is refused:\n${errorsOf(twice)}`);
  if (!twice.bytes.equals(once.bytes)) assert.is(twice.text, once.text, 'not the same bytes');
  assert.ok(twice.bytes.equals(once.bytes));
  return once.changed;
}

test('law 1: render(render(x)) = render(x), to the byte', () => {
  proveLaw({
    number: 1,
    runs: 200,
    over: world,
    check: ({ documents, packaging, options }) => renderTwice(filesOf(documents, packaging), options),
  });
});

test('law 1: the same for text that nobody would write but that still renders', () => {
  let rendered = 0;
  proveLaw({
    number: '1 (broken)',
    over: fc.tuple(world, fc.array(mutation, { minLength: 1, maxLength: 2 })),
    check: ([given, mutations]) => {
      const files = mutate(filesOf(given.documents, given.packaging), mutations);
      if (renderTwice(files, { ...given.options, output: 'yaml' })) rendered++;
      return renderWorld(given).changed;
    },
  });
  console.log(`law 1 (broken): ${rendered} rendered something in spite of the damage`);
});

test.run();
