import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CorpusDocument, mixedDocuments, pairedDocuments } from '../../bench/corpus/mixed.ts';
import { fromBytes, fromText, type SourceFile, textOfSegments } from '../../src/model/source.ts';
import { renderManifests } from '../../src/pipeline.ts';
import { indexFile } from '../../src/read/index-file.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { yamlLibrary } from '../../src/read/yaml-library.ts';
import { countWork, type Work } from '../support/count-work.ts';

/*
 * Speed as numbers of things done, which a busy machine does not change: a fast path that is lost shows here (issue 6). Exact
 * where the design says how much work there is; else a bound well below what the slow way takes.
 */

const textOf = (documents: readonly CorpusDocument[]): string => documents.map(({ text }) => text).join('---\n');

/** Some pairs, and other documents behind them. */
function inputOf(pairs: number, others: number): string {
  const beside = [...mixedDocuments({ count: others * 2, seed: 3, first: 1000 })].filter(
    ({ becomes, list, annotates }) => becomes === 1 && list !== true && annotates === undefined,
  );
  assert.ok(beside.length >= others);
  return textOf([...pairedDocuments(pairs), ...beside.slice(0, others)]);
}

/** Renders without reading the output, which every way to write it does once. */
function renderCounted(text: string): Work {
  return countWork((counted) => {
    const { ok, diagnostics } = renderManifests([counted(fromText('shop.yaml', text))]);
    assert.ok(ok);
    assert.is(diagnostics.length, 0);
  });
}

test('the counters count', () => {
  const bytes = Buffer.from('a: 1\n');
  const work = countWork((counted) => {
    parseDocument('a: [1, 2]');
    parseDocument('{"a": {b: c}}');
    yamlLibrary().parseDocument('a: 1');
    JSON.parse('{}');
    Buffer.concat([bytes, bytes]).toString();
    Buffer.from(bytes).copy(Buffer.alloc(3));
    counted(fromBytes('a.yaml', bytes)).read(1, 4);
  });
  const { parses, positionedParses, jsonParses, decoded, copied, bytesRead, reads } = work;
  assert.equal(
    { parses, positionedParses, jsonParses, decoded, copied, bytesRead, reads },
    { parses: 2, positionedParses: 1, jsonParses: 1, decoded: 10, copied: 10 + 5 + 3, bytesRead: 3, reads: 1 },
  );
});

test('what no policy is about is scanned once and neither parsed, copied nor turned into text', () => {
  const [small, large] = [inputOf(10, 20), inputOf(10, 320)];
  const [few, many] = [renderCounted(small), renderCounted(large)];
  assert.is(many.parses, few.parses);
  assert.is(many.reads, few.reads);
  assert.is(many.bytesRead - few.bytesRead, large.length - small.length);
  assert.is(many.copied, 0);
  assert.is(many.jsonParses, 0);
  // Only the name, and a kind that was not seen before: documents have 1.85 KB on average.
  assert.ok(many.decoded - few.decoded <= 300 * 20, `${many.decoded - few.decoded} bytes became text for 300 documents`);
});

test('a policy and its Service are parsed once each, and the Service once more to prove its splice', () => {
  const work = renderCounted(inputOf(10, 50));
  assert.is(work.parses, 10 * 3);
  assert.is(work.positionedParses, 0);
});

test('work grows with the number of policies and not faster', () => {
  const [few, many] = [renderCounted(inputOf(10, 0)), renderCounted(inputOf(80, 0))];
  assert.is(many.parses, 8 * few.parses);
  // Names get a digit longer.
  for (const count of ['decoded', 'copied', 'bytesRead', 'reads'] as const)
    assert.ok(many[count] <= 8.2 * few[count], `${count}: ${few[count]} for 10, ${many[count]} for 80`);
});

test('a mixed corpus costs a parse for each policy, two for each Service with a breaker and one for any other target', () => {
  const documents = [...mixedDocuments({ count: 3000, seed: 5 })];
  const policies = documents.filter(({ text }) => text.includes('\nkind: ResiliencePolicy\n'));
  const breakers = documents.filter(({ annotates }) => annotates !== undefined);
  const lists = documents.filter(({ list }) => list === true);
  assert.ok(breakers.length > 10 && policies.length > breakers.length && lists.length > 0);
  const work = renderCounted(textOf(documents));
  // A List is loaded as a whole, and each of its members again once it stands alone.
  assert.ok(work.parses >= policies.length * 2 + breakers.length);
  assert.ok(work.parses <= policies.length * 2 + breakers.length + lists.length * 8, `${work.parses} parses`);
});

test('the index of a file of JSON values is made without js-yaml', () => {
  const value = (i: number): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `app-${i}` } });
  const text = Array.from({ length: 20 }, (_, i) => value(i)).join('\n');
  const work = countWork((counted) => {
    const file: SourceFile = counted(fromText('shop.json', text));
    const index = indexFile(file);
    assert.is(index.ok && index.documents.length, 20);
  });
  assert.is(work.parses, 0);
  assert.is(work.jsonParses, 20);
});

test('with --parse-all every document is parsed, so the counters see what they are there for', () => {
  const text = inputOf(5, 40);
  const work = countWork((counted) => {
    assert.ok(renderManifests([counted(fromText('shop.yaml', text))], { parseAll: true }).ok);
  });
  assert.ok(work.parses >= 50, `${work.parses} parses`);
  assert.ok(work.decoded >= text.length, `${work.decoded} bytes became text`);
});

test('whether a List has comments is looked for once, however many members it has', () => {
  const listOf = (count: number): string => {
    const services = Array.from(
      { length: count },
      (_, i) => `  - {apiVersion: v1, kind: Service, metadata: {name: s${i}}, spec: {ports: [{port: 80}]}}\n`,
    );
    return `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n${services.join('')}`;
  };
  const bytesPerByte = (text: string): number => {
    const work = countWork((counted) => textOfSegments(renderManifests([counted(fromText('shop.yaml', text))]).output));
    return work.bytesRead / Buffer.byteLength(text);
  };
  assert.ok(bytesPerByte(listOf(200)) < 2 * bytesPerByte(listOf(5)), `${bytesPerByte(listOf(200))} to ${bytesPerByte(listOf(5))}`);
});

test.run();
