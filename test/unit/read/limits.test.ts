import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readSchema } from '../../../build/generate-schema.ts';
import { defaultLimits, type LimitName, type Limits, limitNames, parseLimit, standardLimits } from '../../../src/model/limits.ts';
import { formatFieldPath } from '../../../src/model/place.ts';
import { formatSize } from '../../../src/model/size.ts';
import { fromText } from '../../../src/model/source.ts';
import { renderManifests } from '../../../src/pipeline.ts';
import { indexFile } from '../../../src/read/index-file.ts';
import { parseDocument } from '../../../src/read/parse.ts';
import { createTally } from '../../../src/read/tally.ts';

/** `ok`, or the limit that a text exceeds, with the place of what is too much. */
function read(text: string, limits: Partial<Limits> = {}): string {
  const parsed = parseDocument(text, { ...standardLimits, ...limits });
  if (parsed.ok) return 'ok';
  const { excess, reason } = parsed.problem;
  return excess === undefined ? reason : [excess.limit, formatFieldPath(excess.path ?? [])].filter((word) => word !== '').join(' ');
}

function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');
}

/** Each line stands for nine of the line before it. */
const laughs = (count: number): string =>
  `a0: &a0 [${'ha, '.repeat(9)}]\n${lines(count, (i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`)}`;
const mapLaughs = (count: number): string =>
  `a0: &a0 {${lines(9, (k) => `k${k}: ha,`)}}\n${lines(count, (i) => `a${i + 1}: &a${i + 1} {${lines(9, (k) => `k${k}: *a${i},`)}}`)}`;

const hostile: readonly (readonly [name: string, text: string, expected: string])[] = [
  ['100,000 brackets', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`, 'depth'],
  ['100,000 brackets that nobody closes', `a: ${'['.repeat(100_000)}`, 'depth'],
  ['100,000 braces as in JSON', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'depth'],
  ['100,000 dashes', `a:\n  ${'- '.repeat(100_000)}x\n`, 'depth'],
  ['100,000 explicit keys', `a:\n  ${'? '.repeat(100_000)}x\n`, 'depth'],
  ['2,000 levels of indentation', lines(2_000, (i) => `${' '.repeat(i)}a:`), 'depth'],
  [
    'a chain of aliases that is deeper than its text',
    `a0: &a0 [x]\n${lines(200, (i) => `a${i + 1}: &a${i + 1} [*a${i}]`)}`,
    'depth a98[0]',
  ],
  ['a list that holds itself', 'a: &a\n  - *a\n', 'aliases a[0]'],
  ['a mapping that holds itself two levels down', 'a: &a\n  b:\n    c: *a\n', 'aliases a.b.c'],
  ['billion laughs in lists', laughs(9), 'aliases'],
  ['billion laughs in mappings', mapLaughs(9), 'aliases'],
  ['laughs without end', laughs(90), 'aliases'],
  ['one long string a thousand times', `a: &a ${'x'.repeat(10_000)}\nb: [${'*a, '.repeat(1_000)}]\n`, 'aliases'],
  ['merge keys of merge keys', `m0: &m0 {k: 1}\n${lines(5_000, (i) => `m${i + 1}: &m${i + 1}\n  <<: *m${i}\n  k${i}: 1`)}`, 'aliases'],
  ['merge keys of many keys', `m: &m\n${lines(9_000, (i) => `  k${i}: 1`)}${lines(900, (i) => `n${i}: {<<: *m}`)}`, 'aliases'],
  ['200,000 keys', lines(200_000, (i) => `k${i}: 1`), 'keys'],
  ['200,000 keys in flow style', `a: {${Array.from({ length: 200_000 }, (_, i) => `k${i}`).join(', ')}}`, 'keys a'],
  ['120,000 keys with an anchor each', `a:\n${lines(120_000, (i) => `  k${i}: &a${i} 1`)}`, 'keys a'],
  ['a line of 17 million characters', `a: ${'x'.repeat(17_000_000)}\n`, 'lineLength'],
  ['300,000 anchors on one value', `a: ${'&a '.repeat(300_000)}x\n`, 'duplication of an anchor property'],
  ['300,000 tags on one value', `a: ${'!!map '.repeat(300_000)}x\n`, 'duplication of a tag property'],
];

for (const [name, text, expected] of hostile) {
  test(`refused: ${name}`, () => {
    assert.is(read(text), expected);
    // No stage after the parser may fall over what the parser let pass.
    const isMapping = /^\w/.test(text);
    const { ok, findings } = renderManifests([fromText('a.yaml', isMapping ? `kind: Service\n${text}` : text)]);
    if (isMapping) assert.is(ok, false);
    assert.is(
      findings().some(({ code }) => code.startsWith('RP9')),
      false,
    );
  });
}

const honest: readonly (readonly [name: string, text: string])[] = [
  ['a dashboard of a megabyte in one line', `data:\n  board.json: '{"panels":"${'x'.repeat(1_000_000)}"}'\n`],
  ['5,000 keys', `data:\n${lines(5_000, (i) => `  k${i}: v`)}`],
  ['99,999 keys', lines(99_999, (i) => `k${i}: v`)],
  ['99 levels', `${'['.repeat(99)}${']'.repeat(99)}`],
  ['300 aliases of one anchor', `a: &a {b: c}\nd:\n${lines(300, () => '- *a')}`],
  ['a merge of a template into 400 members', `t: &t\n${lines(20, (i) => `  k${i}: v`)}l:\n${lines(400, (i) => `- <<: *t\n  name: n${i}`)}`],
  [
    'a definition of two megabytes',
    `spec:\n  versions:\n${lines(20_000, (i) => `  - name: v${i}\n    schema: {openAPIV3Schema: {type: object, properties: {a: {type: string, description: "the field number ${i}"}}}}`)}`,
  ],
  ['aliases to empty lists, as many as there are characters for', `a: &a []\nb: [${'*a,'.repeat(100_000)}]\n`],
];

for (const [name, text] of honest) {
  test(`read: ${name}`, () => {
    assert.is(read(text), 'ok');
  });
}

test('each limit moves with its setting', () => {
  assert.is(read('a: {b: {c: d}}', { depth: 3 }), 'depth');
  assert.is(read('a: {b: {c: d}}', { depth: 4 }), 'ok');
  assert.is(read('{a: 1, b: 2, c: 3}', { keys: 2 }), 'keys');
  assert.is(read('{a: 1, b: 2, c: 3}', { keys: 3 }), 'ok');
  assert.is(read('a: 12345\nb: 1\n', { lineLength: 7 }), 'lineLength');
  assert.is(read('a: 12345\nb: 1\n', { lineLength: 8 }), 'ok');
  assert.is(read('b: 1\na: 123456789', { lineLength: 11 }), 'lineLength');
  assert.is(read('a: &a xxxxxxxxxx\nb: [*a, *a, *a]\n', { aliases: 11 }), 'ok');
  assert.is(read('a: &a xxxxxxxxxx\nb: [*a, *a, *a]\n', { aliases: 10 }), 'aliases');
});

test('a value as deep as can be asked for is walked, compared and written without a stack that overflows', () => {
  const deep = `${'{a: '.repeat(990)}1${'}'.repeat(990)}`;
  const text = `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{port: 80}]}\nextra: ${deep}\n`;
  const policy =
    'apiVersion: resilience.auth-platform.github.com/v1\nkind: ResiliencePolicy\nmetadata: {name: web, namespace: shop}\nspec:\n  targetRef: {name: web}\n  circuitBreaker: {enabled: true, failureThreshold: 5}\n';
  for (const output of ['yaml', 'json'] as const) {
    const result = renderManifests([fromText('a.yaml', `${text}---\n${policy}`)], { limits: { depth: 1000 }, output });
    assert.ok(result.ok);
    assert.ok([...result.output].length > 0);
  }
  assert.is(renderManifests([fromText('a.yaml', `${text}---\n${policy}`)]).findings()[0]?.code, 'RP1019');
});

test('documents are not gathered beyond their limit, whatever they are written as', () => {
  const writings = ['a: 1\n---\n', '# comment\n---\n', '{}', '[]\n', '--- {a: 1}\n'];
  for (const writing of writings) {
    const file = fromText('a.yaml', writing.repeat(1_000));
    assert.equal(indexFile(file, { documents: 900 }), { ok: false, encoding: undefined }, writing);
    assert.is(indexFile(file, { documents: 1_001 }).ok, true, writing);
  }
});

test('sizes and counts are taken from the outside, and each is said once', () => {
  const codes: string[] = [];
  const tally = createTally({ fileSize: 100, totalSize: 250, files: 4 }, (code, place) =>
    codes.push(`${code} ${'path' in place ? place.path : ''}`),
  );
  const sizes = [100, 101, 100, 60, 1, 1, 1];
  assert.equal(
    sizes.map((size, i) => tally.admits({ path: `f${i}`, size })),
    [true, false, true, false, false, false, false],
  );
  assert.equal(codes, ['RP1013 f1', 'RP1014 f3', 'RP1015 f5']);
});

test('the defaults are those of the schema, and every one of them can be read', () => {
  const { properties } = readSchema('renderer-config.schema.json').properties?.['spec']?.properties?.['limits'] ?? {};
  assert.equal(Object.fromEntries(Object.entries(properties ?? {}).map(([name, field]) => [name, field.default])), defaultLimits);
  for (const name of limitNames) assert.ok(standardLimits[name] > 0, name);
});

const values: readonly (readonly [LimitName, string, number | undefined])[] = [
  ['fileSize', '64Mi', 67_108_864],
  ['fileSize', '1k', 1_000],
  ['fileSize', '5', 5],
  ['fileSize', '0', undefined],
  ['fileSize', '1.5Gi', undefined],
  ['fileSize', '-1', undefined],
  ['fileSize', '1e9', undefined],
  ['fileSize', '9999999999999', undefined],
  ['fileSize', '1 Gi', undefined],
  ['fileSize', '', undefined],
  ['depth', '1000', 1_000],
  ['depth', '1001', undefined],
  ['depth', '1Ki', undefined],
  ['files', '0x10', undefined],
  ['time', '90s', 90_000],
  ['time', '0', 0],
  ['time', '1', undefined],
];
for (const [name, text, expected] of values) test(`${name}=${text}`, () => assert.is(parseLimit(name, text), expected));

test('sizes are written in the unit that divides them', () => {
  assert.equal(
    [400, 4_096, 67_108_864, 1_000_000].map((size) => formatSize(size)),
    ['400 bytes', '4Ki', '64Mi', '1000000 bytes'],
  );
  assert.is(formatSize(80, 'characters'), '80 characters');
});

test.run();
