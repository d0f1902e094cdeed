import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generateCrd } from '../../../build/generate-crd.ts';
import { generateReference } from '../../../build/generate-reference.ts';
import { escapeCell, table } from '../../../build/generate-reference-table.ts';
import { expectationOf, type JsonSchema, readSchema, schemaPaths } from '../../../build/generate-schema.ts';
import { generatePolicyFields, generateSpecTypes } from '../../../build/generate-types.ts';
import { generateValidator } from '../../../build/generate-validator.ts';
import { catalog } from '../../../src/diagnostics/catalog.ts';

const policySource = 'resilience-policy.schema.json';
const configSource = 'renderer-config.schema.json';
const policy = readSchema(policySource);
const config = readSchema(configSource);
const schemas = [policy, config] as const;

function committed(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

test('committed files are fresh', async () => {
  assert.is(committed('src/model/policy-spec.ts'), await generateSpecTypes(policy, policySource));
  assert.is(committed('src/model/renderer-config.ts'), await generateSpecTypes(config, configSource));
  assert.is(committed('src/model/policy-field.ts'), generatePolicyFields(policy, policySource));
  assert.is(committed('schemas/crd.yaml'), generateCrd(policy, policySource));
  assert.is(committed('docs/reference.md'), generateReference(policy, config));
});

test('every field has a description and examples that it accepts itself', () => {
  const ajv = new Ajv2020({ strict: false, logger: false, validateFormats: false });
  for (const [path, schema] of schemas.flatMap((root) => [...schemaPaths(root)])) {
    assert.ok(schema.description, `${path} has no description`);
    assert.ok(schema.examples !== undefined && schema.examples.length > 0, `${path} has no example`);
    const accepts = ajv.compile(schema);
    for (const example of schema.examples) assert.ok(accepts(example), `${path} refuses its example ${JSON.stringify(example)}`);
    if (schema.default !== undefined) assert.ok(accepts(schema.default), `${path} refuses its default`);
  }
});

test('every leaf that a person writes has bounds: numbers a range, strings a length, lists a size', () => {
  for (const [path, schema] of schemaPaths(policy)) {
    if (schema.type === 'integer' && path.startsWith('spec')) assert.ok(schema.minimum !== undefined && schema.maximum !== undefined, path);
    if (schema.type === 'array') assert.ok(schema.maxItems !== undefined, path);
    const closed = schema.const ?? schema.enum ?? schema['format'];
    if (schema.type === 'string') assert.ok(closed !== undefined || schema.maxLength !== undefined, path);
    if (schema.type === 'object' && path.startsWith('spec')) assert.is(schema.additionalProperties, false, path);
  }
});

test('validators need nothing at run time', () => {
  for (const [schema, source] of [
    [policy, policySource],
    [config, configSource],
  ] as const) {
    const code = generateValidator(schema, source);
    assert.not.match(code, /\brequire\(|\bimport\b/);
    assert.match(code, /^export const validate = /m);
    assert.match(code, /^export const expectations = /m);
  }
});

type Node = { readonly [key: string]: unknown };

/** Keywords of a schema, wherever it stands; names of properties are not keywords. */
function* keywordsOf(schema: Node): Generator<string> {
  for (const [keyword, value] of Object.entries(schema)) {
    yield keyword;
    if (keyword === 'items') yield* keywordsOf(value as Node);
    if (keyword === 'properties') for (const child of Object.values(value as Node)) yield* keywordsOf(child as Node);
  }
}

test('the CRD is structural and has the columns and names that people type', () => {
  const crd = load(generateCrd(policy, policySource)) as { readonly spec: { readonly names: Node; readonly versions: readonly Node[] } };
  const version = crd.spec.versions[0] ?? {};
  const root = (version['schema'] as Node)['openAPIV3Schema'] as Node;
  const allowed = [
    ...[
      'type',
      'description',
      'properties',
      'required',
      'items',
      'enum',
      'default',
      'format',
      'pattern',
      'minimum',
      'maximum',
      'minLength',
    ],
    ...['maxLength', 'minItems', 'maxItems', 'x-kubernetes-validations', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
  ];
  assert.equal(
    [...new Set(keywordsOf(root))].filter((keyword) => !allowed.includes(keyword)),
    [],
  );
  assert.equal(crd.spec.names['shortNames'], ['rp']);
  assert.equal(crd.spec.names['categories'], ['mesh']);
  assert.equal(
    (version['additionalPrinterColumns'] as readonly { readonly name: string }[]).map(({ name }) => name),
    ['Target', 'Ready', 'Reason', 'Age'],
  );
  assert.equal(version['subresources'], { status: {} });
});

test('the reference names every field, option and code', () => {
  const reference = generateReference(policy, config);
  for (const root of schemas) {
    for (const [path, schema] of schemaPaths(root)) {
      if (!path.startsWith('spec.') || (path.endsWith('[]') && schema.type !== 'object')) continue;
      assert.ok(reference.includes(`| \`${path.slice('spec.'.length)}\` |`), path);
    }
  }
  for (const code of Object.keys(catalog)) assert.ok(reference.includes(`| ${code} |`), code);
  assert.not.match(reference, /undefined|\[object|NaN/);
});

test('cells of a table: bars, line ends and placeholders survive, code is left alone', () => {
  assert.is(escapeCell('<field> is `<x>` | *that*\nthis'), '&lt;field&gt; is `<x>` \\| \\*that\\* this');
  assert.is(table(['A', 'B'], [['1', '2']]), '| A | B |\n| --- | --- |\n| 1 | 2 |');
});

test('expectations in words', () => {
  const words: readonly (readonly [JsonSchema, string])[] = [
    [{ type: 'integer', minimum: 1, maximum: 9 }, 'an integer between 1 and 9'],
    [{ type: 'boolean' }, 'true or false'],
    [{ type: 'string', enum: ['a', 'b'] }, 'one of a, b'],
    [{ type: 'string', 'x-expects': 'a name' }, 'a name'],
    [{ type: 'array', maxItems: 3 }, 'a list of 0 to 3 items'],
    [{ type: 'object' }, 'an object'],
  ];
  for (const [schema, expected] of words) assert.is(expectationOf(schema), expected);
});

test.run();
