import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldPath } from '../../../src/model/policy.ts';
import { policyFields } from '../../../src/model/policy-field.ts';

type Schema = { readonly properties: Readonly<Record<string, Schema>>; readonly items: Schema; readonly enum: readonly string[] };

function schemaOf(file: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../../schemas/${file}`, import.meta.url), 'utf8')) as Schema;
}

function specOf(schema: Schema): Schema {
  const spec = schema.properties['spec'];
  if (spec === undefined) throw new Error('the schema has no spec');
  return spec;
}

function leavesOf({ properties }: Partial<Schema>, path: string): readonly string[] {
  return properties === undefined ? [path] : Object.entries(properties).flatMap(([key, child]) => leavesOf(child, `${path}.${key}`));
}

test('policyFields are the leaves of every section of the schema, without enabled', () => {
  const spec = specOf(schemaOf('resilience-policy.schema.json'));
  const leaves = Object.entries(spec.properties)
    .filter(([section]) => section !== 'targetRef')
    .flatMap(([section, schema]) => leavesOf(schema, section))
    .filter((field) => !field.endsWith('.enabled'));
  assert.equal([...policyFields], leaves);
});

test('allowLoss of the configuration takes exactly these fields, and all', () => {
  const allowLoss = specOf(schemaOf('renderer-config.schema.json')).properties['allowLoss'];
  assert.equal(allowLoss?.items.enum, ['all', ...policyFields]);
});

test('a field leads to its place', () => {
  assert.equal(fieldPath('retry.maxAttempts'), ['spec', 'retry', 'maxAttempts']);
});

test.run();
