import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mixedDocuments, pairedDocuments } from '../../../bench/corpus/mixed.ts';
import { writeFileOf, writeTreeOf } from '../../../bench/corpus/write-corpus.ts';
import { writeResourceList } from '../../../bench/corpus/write-resource-list.ts';
import { BenchError } from '../../../bench/measure/run-command.ts';
import { measureRow } from '../../../bench/measure-row.ts';
import type { Result } from '../../../bench/report/result.ts';
import { fromText, textOfSegments } from '../../../src/model/source.ts';
import { renderManifests } from '../../../src/pipeline.ts';
import { readTree } from '../../support/project.ts';
import { withTree } from '../../support/temp-tree.ts';

const shape = { count: 3000, seed: 7 };

test('the same shape gives the same bytes, another seed gives others', () => {
  const first = [...mixedDocuments(shape)];
  assert.equal([...mixedDocuments(shape)], first);
  assert.not.equal([...mixedDocuments({ ...shape, seed: 8 })], first);
});

test('documents have the mean size and the kinds that the facts name', () => {
  const documents = [...mixedDocuments({ count: 20_000, seed: 7 })];
  const mean = documents.reduce((sum, { text }) => sum + text.length, 0) / documents.length;
  assert.ok(mean > 1650 && mean < 2050, `${mean} bytes`);
  const share = (kind: string): number => documents.filter(({ text }) => text.includes(`\nkind: ${kind}\n`)).length / documents.length;
  for (const [kind, least, most] of [
    ['Deployment', 0.22, 0.32],
    ['ConfigMap', 0.22, 0.32],
    ['Service', 0.22, 0.32],
    ['ResiliencePolicy', 0.02, 0.04],
    ['Certificate', 0.01, 0.04],
    ['List', 0.0002, 0.003],
    ['CustomResourceDefinition', 0.0002, 0.003],
  ] as const)
    assert.ok(share(kind) > least && share(kind) < most, `${kind}: ${share(kind)}`);
});

test('a corpus renders without a word into as many documents as it says', () => {
  for (const documents of [[...mixedDocuments(shape)], [...pairedDocuments(20)]]) {
    const result = renderManifests([fromText('corpus.yaml', documents.map(({ text }) => text).join('---\n'))]);
    assert.equal(result.diagnostics, []);
    const becomes = documents.reduce((sum, document) => sum + document.becomes, 0);
    assert.is(textOfSegments(result.output).split(/^---\n/m).length, becomes);
  }
});

test('parts of a corpus share no name', () => {
  const names = [0, 1, 2].flatMap((i) => [...mixedDocuments({ count: 100, seed: i, first: i * 100 })].map(({ name }) => name));
  assert.is(new Set(names).size, 300);
});

test('what is written is what was made', () => {
  withTree({}, (root) => {
    const documents = [...mixedDocuments({ count: 50, seed: 2 })];
    const file = writeFileOf(join(root, 'all.yaml'), documents);
    const text = readFileSync(file.path, 'utf8');
    assert.is(text, documents.map((document) => document.text).join('---\n'));
    assert.is(file.bytes, Buffer.byteLength(text));
    const tree = writeTreeOf(join(root, 'tree'), documents);
    const files = Object.values(readTree(tree.path));
    assert.equal(files.sort(), documents.map((document) => document.text).sort());
    assert.is(tree.becomes, file.becomes);
  });
});

test('a ResourceList holds every document that is no List', () => {
  withTree({}, (root) => {
    const documents = [...mixedDocuments({ count: 1500, seed: 7 })];
    const [list] = loadAll(readFileSync(writeResourceList(join(root, 'list.yaml'), documents), 'utf8')) as {
      items: { metadata: object }[];
    }[];
    const lists = documents.filter((document) => document.list === true).length;
    assert.ok(lists > 0);
    assert.is(list?.items.length, documents.length - lists);
    for (const { metadata } of list?.items ?? []) assert.ok('annotations' in metadata, JSON.stringify(metadata));
  });
});

test('a command that fails is a result, and the directory of its row is removed', () => {
  let directory = '';
  const shown: Result[] = [];
  const row = {
    name: 'broken',
    title: 'a broken row',
    *measure(bench: { readonly directory: string }): Iterable<Result> {
      directory = bench.directory;
      yield { type: 'missing', label: 'first', reason: 'for the test' };
      throw new BenchError('kustomize: exit 1');
    },
  };
  const { results } = measureRow(row, {
    quick: true,
    profiles: undefined,
    say: () => undefined,
    show: (result) => void shown.push(result),
  });
  assert.equal(results, shown);
  assert.equal(results[1], { type: 'verdict', label: 'a broken row', holds: false, detail: 'kustomize: exit 1' });
  assert.throws(() => readFileSync(directory), /ENOENT/);
});

test.run();
