import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RenderOptions } from '../../src/model/options.ts';
import { fromBytes, type SourceFile, textOfSegments } from '../../src/model/source.ts';
import { renderInPlace } from '../../src/render-in-place.ts';
import { world } from '../support/arbitraries.ts';
import { mutate, mutation } from '../support/arbitraries-chaos.ts';
import { filesOf } from '../support/arbitraries-packaging.ts';
import { proveLaw } from '../support/law.ts';
import { renderWorld } from '../support/rendered.ts';

const layout = { generatedFile: 'resilience.generated.yaml' };

/** The tree after one `--write`; undefined where it refuses. */
function write(files: readonly SourceFile[], options: Partial<RenderOptions>): readonly SourceFile[] | undefined {
  const { ok, files: planned } = renderInPlace(files, options, layout);
  if (!ok) return undefined;
  const tree = new Map(files.map((file) => [file.path, file]));
  for (const { path, after } of planned) {
    if (after === undefined) tree.delete(path);
    else tree.set(path, fromBytes(path, Buffer.from(textOfSegments(after))));
  }
  return [...tree.values()];
}

test('rendering in place twice is rendering in place once, also for text that nobody would write', () => {
  let written = 0;
  proveLaw({
    number: '1 (in place, broken)',
    over: fc.tuple(world, fc.array(mutation, { maxLength: 2 })),
    check: ([given, mutations]) => {
      const options: Partial<RenderOptions> = { ...given.options, output: 'yaml', orphans: 'remove' };
      const files = mutate(filesOf(given.documents, given.packaging), mutations);
      const once = write(files, options);
      if (once !== undefined) {
        const again = renderInPlace(once, { ...options, allowEmpty: true }, layout);
        assert.equal(
          again.findings().filter(({ severity }) => severity === 'error'),
          [],
        );
        assert.equal(
          again.files
            .filter(({ changed }) => changed)
            .map(({ path, before, after }) => ({
              path,
              before: before?.read(0, before.size).toString(),
              after: after && textOfSegments(after),
            })),
          [],
        );
        written++;
      }
      return renderWorld(given).changed;
    },
  });
  console.log(`law 1 (in place, broken): ${written} were written`);
});

test.run();
