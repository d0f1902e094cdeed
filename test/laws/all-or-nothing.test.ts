import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { textOfSegments } from '../../src/model/source.ts';
import { renderManifests } from '../../src/pipeline.ts';
import { world } from '../support/arbitraries.ts';
import { anyOptions, mutate, mutation } from '../support/arbitraries-chaos.ts';
import { filesOf } from '../support/arbitraries-packaging.ts';
import { proveLaw } from '../support/law.ts';
import { renderWorld } from '../support/rendered.ts';

test('writers are all or nothing: ok without an error, and output exactly then', () => {
  proveLaw({
    number: 'all-or-nothing',
    over: fc.tuple(world, fc.array(mutation, { maxLength: 1 }), anyOptions),
    check: ([given, mutations, options]) => {
      const files =
        mutations.length === 0 ? filesOf(given.documents, given.packaging) : mutate(filesOf(given.documents, given.packaging), mutations);
      for (const chosen of [given.options, { ...given.options, ...options }]) {
        const { ok, output, findings } = renderManifests(files, chosen);
        const forbidden = findings().filter(({ severity }) => severity === 'error' || (chosen.strict === true && severity === 'warning'));
        assert.is(ok, forbidden.length === 0, forbidden.map(({ message }) => message).join('\n'));
        // A Service that cannot be lost without an error is in every world, unless a mutation took it away.
        if (!ok || mutations.length === 0) assert.is(textOfSegments(output) !== '', ok);
      }
      return renderWorld(given).changed;
    },
  });
});

test.run();
