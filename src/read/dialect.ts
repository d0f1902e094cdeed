import { FAILSAFE_SCHEMA, type Schema, Type } from 'js-yaml';

/*
 * Plain scalars as kubectl and Argo CD read them (sigs.k8s.io/yaml over goyaml v2; measured, facts in docs/decisions/0004):
 * YAML 1.1 booleans, 0777 and 0o777 octal, 0b, underscores, merge keys; no dates and no sexagesimal numbers.
 */

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const truths = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const falsehoods = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const special = new Map<string, number>([
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((text) => [text, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((text) => [text, Number.NEGATIVE_INFINITY] as const),
  ...['.nan', '.NaN', '.NAN'].map((text) => [text, Number.NaN] as const),
]);
const floating = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

const nullType = new Type('tag:yaml.org,2002:null', {
  kind: 'scalar',
  resolve: (text: string | null) => text === null || (text.length <= 4 && nulls.has(text)),
  construct: () => null,
  predicate: (value) => value === null,
  represent: () => 'null',
});

const boolType = new Type('tag:yaml.org,2002:bool', {
  kind: 'scalar',
  resolve: (text: string | null) => text !== null && text.length <= 5 && (truths.has(text) || falsehoods.has(text)),
  construct: (text: string) => truths.has(text),
  predicate: (value) => typeof value === 'boolean',
  represent: (value) => String(value),
});

/** Whether a scalar can be a number at all: most are words, and every plain one is asked. */
function startsLikeNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  // 0-9, then + - .
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
}

/** An integer as Go's ParseInt with base 0 reads it, once underscores are gone. */
function readInteger(text: string | null): bigint | undefined {
  if (text === null || !startsLikeNumber(text) || !/^[-+]?[0-9]/.test(text)) return undefined;
  const plain = text.replaceAll('_', '');
  const negative = plain.startsWith('-');
  const digits = plain.replace(/^[-+]/, '');
  let value: bigint | undefined;
  if (/^(0|[1-9][0-9]*)$/.test(digits)) value = BigInt(digits);
  else if (/^0[0-7]+$/.test(digits)) value = BigInt(`0o${digits.slice(1)}`);
  else if (/^0[xX][0-9a-fA-F]+$|^0[oO][0-7]+$|^0[bB][01]+$/.test(digits)) value = BigInt(digits.toLowerCase());
  return value === undefined || !negative ? value : -value;
}

const intType = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (text: string | null) => readInteger(text) !== undefined,
  construct: (text: string) => {
    const value = readInteger(text) as bigint;
    const rounded = Number(value);
    return Number.isSafeInteger(rounded) ? rounded : value;
  },
  predicate: (value) => typeof value === 'bigint' || (Number.isInteger(value) && !Object.is(value, -0)),
  represent: (value) => String(value),
});

const floatType = new Type('tag:yaml.org,2002:float', {
  kind: 'scalar',
  resolve: (text: string | null) =>
    text !== null && startsLikeNumber(text) && (special.has(text) || floating.test(text.replaceAll('_', ''))),
  construct: (text: string) => special.get(text) ?? Number(text.replaceAll('_', '')),
  predicate: (value) => typeof value === 'number',
  represent: (value: object) => formatFloat(value as unknown as number),
});

function formatFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

const mergeType = new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: string | null) => text === '<<' });

/** Reads as kubectl does. */
export const kubectlSchema: Schema = FAILSAFE_SCHEMA.extend({
  implicit: [nullType, boolType, intType, floatType, mergeType],
  explicit: [],
});

/** The same, with every unknown tag taken for what it stands before. Made at its first use: few documents have one. */
export function taggedSchema(): Schema {
  const kinds = ['scalar', 'sequence', 'mapping'] as const;
  const prefixes = ['!', 'tag:'];
  const accept = (prefix: string, kind: (typeof kinds)[number]): Type =>
    new Type(prefix, { kind, multi: true, resolve: () => true, construct: (data: unknown) => data });
  return kubectlSchema.extend({ explicit: prefixes.flatMap((prefix) => kinds.map((kind) => accept(prefix, kind))) });
}
