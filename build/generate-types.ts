import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { type JsonSchema, mapSchemas, propertyOf } from './generate-schema.ts';

/** The sections of a policy whose leaves a mesh has to answer for. */
const sections = ['circuitBreaker', 'retry', 'timeout', 'rateLimit', 'loadBalancing', 'bulkhead'] as const;

/** The TypeScript types of a schema's `spec`, with readonly fields. */
export async function generateSpecTypes(schema: JsonSchema, source: string): Promise<string> {
  const spec = mapSchemas(propertyOf(schema, 'spec'), withoutNoise);
  const text = await compile(spec as never, String(spec.title), {
    bannerComment: '',
    additionalProperties: false,
    format: false,
    ignoreMinAndMaxItems: true,
  });
  const compact = text
    .replaceAll(/\/\*\*\n \* (.*)\n \*\//g, '/** $1 */')
    .replaceAll('\n\n/**', '\n/**')
    .replaceAll(/^([A-Za-z]+\??:)/gm, 'readonly $1')
    .replaceAll(/(\([^()]*\)|\b[A-Za-z]+)\[\]/g, 'readonly $1[]')
    .replaceAll('}\n/**', '}\n\n/**');
  return formatSource(`${banner(source)}\n\n${compact}`);
}

/** `policyFields`: the leaves of the sections, without `enabled`, which a mesh never sees. */
export function generatePolicyFields(schema: JsonSchema, source: string): string {
  const lines = policyLeaves(schema).map((field) => `  '${field}',`);
  return `${banner(source)}

/** Every leaf of a policy that a mesh has to answer for (design §2), in the order of the schema. */
export const policyFields = [
${lines.join('\n')}
] as const;

/** \`<section>.<path>\`. A new field of the schema does not compile until every mesh answers for it. */
export type PolicyField = (typeof policyFields)[number];
`;
}

export function policyLeaves(schema: JsonSchema): readonly string[] {
  const spec = propertyOf(schema, 'spec');
  return sections.flatMap((section) => leavesBelow(propertyOf(spec, section), section).filter((leaf) => leaf !== `${section}.enabled`));
}

/** An object is asked for leaf by leaf; a list is one leaf. */
function leavesBelow({ properties = {} }: JsonSchema, path: string): readonly string[] {
  return Object.entries(properties).flatMap(([key, child]) =>
    child.properties === undefined ? [`${path}.${key}`] : leavesBelow(child, `${path}.${key}`),
  );
}

function banner(source: string): string {
  return `// Generated from schemas/${source} by build/generate.ts; edit the schema instead.`;
}

/** Keywords that would only repeat themselves in comments. */
function withoutNoise(schema: JsonSchema): JsonSchema {
  const { examples: _examples, default: _default, minItems: _min, maxItems: _max, pattern: _pattern, ...rest } = schema;
  if (rest.items === undefined || rest.items.title !== undefined) return rest;
  const { description: _description, ...items } = rest.items;
  return { ...rest, items };
}

/** Formats as the rest of the house is, so that a generated file never fails the check of the format. */
function formatSource(text: string): string {
  const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));
  const style = ['--indent-style=space', '--line-width=140', '--javascript-formatter-quote-style=single'];
  return execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=generated.ts', ...style], {
    input: text,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}
