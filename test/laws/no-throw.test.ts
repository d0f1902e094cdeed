import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RenderOptions } from '../../src/model/options.ts';
import { fromText, type SourceFile, textOfSegments } from '../../src/model/source.ts';
import { renderManifests } from '../../src/pipeline.ts';
import { world } from '../support/arbitraries.ts';
import { anyOptions, anyText, mutate, mutation } from '../support/arbitraries-chaos.ts';
import { filesOf } from '../support/arbitraries-packaging.ts';
import { proveLaw } from '../support/law.ts';
import { renderWorld } from '../support/rendered.ts';

/** Every part of a result is asked for: places and outcomes are computed late. */
function renderAnything(files: readonly SourceFile[], options: Partial<RenderOptions>): void {
  const { ok, output, findings, outcomes } = renderManifests(files, options);
  for (const { code, message, span } of findings()) {
    assert.ok(code.startsWith('RP') && !code.startsWith('RP9') && message !== '', code);
    assert.ok(span === undefined || (span.line >= 0 && span.col >= 0));
  }
  outcomes();
  if (ok) textOfSegments(output);
  else assert.equal([...output], []);
}

test('law 14: no input makes a stage throw', () => {
  proveLaw({
    number: 14,
    runs: 300,
    over: fc.tuple(world, fc.array(mutation, { minLength: 1, maxLength: 4 }), anyText, anyOptions),
    check: ([given, mutations, text, options]) => {
      const files = filesOf(given.documents, given.packaging);
      renderAnything(mutate(files, mutations), options);
      renderAnything(mutate(files, mutations), { ...given.options, order: 'input' });
      renderAnything([...files, fromText('any.yaml', text)], { ...options, ...given.options });
      renderAnything([fromText('any.yaml', text)], options);
      return renderWorld(given).changed;
    },
  });
});

test.run();
