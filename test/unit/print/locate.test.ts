import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { locateBlock } from '../../../src/print/locate-block.ts';
import type { AnnotationSite } from '../../../src/print/locate-site.ts';
import { locateTree } from '../../../src/print/locate-tree.ts';
import { anyString, blockText, textStyle } from '../../support/manifest-text.ts';

const annotations = fc.uniqueArray(
  fc.tuple(
    anyString.map((key) => `f.${key}`),
    anyString,
  ),
  { maxLength: 4, selector: ([key]) => key },
);

/** Values aside: the scan of lines may leave them open. */
function shape(site: AnnotationSite | undefined): unknown {
  return site?.kind === 'block' ? { ...site, entries: site.entries.map(({ key: _, value: _value, ...rest }) => rest) } : site;
}

test('the scan of lines finds the place that the syntax tree has, or gives up', () => {
  const counts = { found: 0, all: 0 };
  fc.assert(
    fc.property(fc.record({ name: fc.constant('web'), annotations }), textStyle, (model, style) => {
      const text = blockText(model, { ...style, finalBreak: true });
      const site = locateBlock(text);
      counts.all++;
      if (site === undefined) return;
      counts.found++;
      assert.equal(shape(site), shape(locateTree(text)));
    }),
    { numRuns: 500 },
  );
  assert.ok(counts.found > counts.all * 0.4, `${counts.found} of ${counts.all}`);
});

test('ordinary Services take the fast path', () => {
  const head = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n';
  const texts = [
    head,
    `${head}  annotations:\n    a: b\n`,
    `${head}  annotations:\n    'a': "b" # c\n    d: |\n      e\n`,
    `${head}  annotations:\nspec: {}\n`,
  ];
  assert.equal(
    texts.map((text) => locateBlock(text)?.kind),
    ['absent', 'block', 'block', 'null'],
  );
});

test('the scan gives up at what only a parser understands', () => {
  const texts = [
    'metadata: {name: x}\n',
    '{"metadata": {}}\n',
    'metadata: &a\n  name: x\n',
    'metadata:\n\tname: x\n',
    'metadata:\n   name: x\n  odd: y\n',
    'metadata:\n  name: "x\n  y: z"\n',
    'metadata:\n  ? name\n  : x\n',
    'metadata:\n  <<: *a\n',
    'metadata:\n  annotations: !!map\n    a: b\n',
    'metadata:\n  annotations:\n    - a\n',
    'metadata:\n  "anno\\x74ations":\n    a: b\n',
    'metadata:\n- a\n',
    '  metadata:\n    name: x\n',
    'metadata:\n',
    '',
  ];
  for (const text of texts) assert.is(locateBlock(text), undefined, text);
});

test.run();
