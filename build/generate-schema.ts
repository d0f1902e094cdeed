import { readFileSync } from 'node:fs';

/** The keywords that our schemas use. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-unit'?: string;
  readonly 'x-expects'?: string;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string; readonly message: string }[];
  readonly [keyword: string]: unknown;
}

/** Reads a schema of schemas/ with every `$ref` replaced; what stands beside a `$ref` wins, as 2020-12 allows. */
export function readSchema(file: string): JsonSchema {
  const source = JSON.parse(readFileSync(new URL(`../schemas/${file}`, import.meta.url), 'utf8')) as JsonSchema;
  const definitions = (source['$defs'] ?? {}) as Record<string, JsonSchema>;
  const { $defs: _, ...resolved } = mapSchemas(source, (schema) => {
    const ref = schema['$ref'];
    if (typeof ref !== 'string') return schema;
    const { $ref: _ref, ...beside } = schema;
    const target = definitions[ref.replace('#/$defs/', '')];
    if (target === undefined) throw new Error(`${file}: ${ref} is not defined`);
    return { ...target, ...beside };
  });
  return resolved;
}

/** Rebuilds a schema from the leaves up. */
export function mapSchemas(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const children: { properties?: Record<string, JsonSchema>; items?: JsonSchema } = {};
  if (schema.properties !== undefined) {
    children.properties = Object.fromEntries(Object.entries(schema.properties).map(([key, child]) => [key, mapSchemas(child, change)]));
  }
  if (schema.items !== undefined) children.items = mapSchemas(schema.items, change);
  return change({ ...schema, ...children });
}

/** Every schema below `schema`, in the order of the file, with its path: `spec.rateLimit.overrides[].clients`. */
export function* schemaPaths(schema: JsonSchema, path = ''): Generator<readonly [path: string, schema: JsonSchema]> {
  if (path !== '') yield [path, schema];
  for (const [key, child] of Object.entries(schema.properties ?? {})) yield* schemaPaths(child, path === '' ? key : `${path}.${key}`);
  if (schema.items !== undefined) yield* schemaPaths(schema.items, `${path}[]`);
}

/** The child of a schema that has to exist. */
export function propertyOf(schema: JsonSchema, key: string): JsonSchema {
  const child = schema.properties?.[key];
  if (child === undefined) throw new Error(`the schema has no property ${key}`);
  return child;
}

/** What a value must be, in words: "an integer between 1 and 65535". */
export function expectationOf(schema: JsonSchema): string {
  if (schema['x-expects'] !== undefined) return schema['x-expects'];
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  switch (schema.type) {
    case 'integer':
      return schema.maximum === undefined ? 'an integer' : `an integer between ${schema.minimum ?? 0} and ${schema.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return schema.maxItems === undefined ? 'a list' : `a list of ${schema.minItems ?? 0} to ${schema.maxItems} items`;
    case 'string':
      return schema.maxLength === undefined ? 'a string' : `a string of at most ${schema.maxLength} characters`;
    default:
      return 'an object';
  }
}
