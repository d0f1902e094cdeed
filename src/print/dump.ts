import { dump, type Schema, Type } from 'js-yaml';
import type { ObjectValue } from '../model/resource.ts';
import { kubectlSchema } from '../read/dialect.ts';

/*
 * What we print reads the same under YAML 1.1 and 1.2 (design §5): a string that any reader would take for something
 * else is quoted. js-yaml alone leaves `1_000` or `0o7` bare (facts in docs/decisions/0004).
 */

/** Words that stand for null, a boolean, a merge or a default value in one dialect or another, in lower case. */
const words = new Set(['', '~', '=', '<<', 'null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);
/** Numbers of any dialect, base 60 too, once underscores are gone: Go ignores them wherever they stand. */
const numberLike = /^[-+]?(?:0x[\da-f]*|0o[0-7]*|0b[01]*|\d+(?::\d+)+(?:\.\d*)?|\d*(?:\.\d*)?(?:e[-+]?\d+)?|\.inf|\.nan)$/i;
/** YAML 1.1 timestamps start with a date, whatever follows. */
const dateLike = /^\d{4}-\d\d?-\d\d?/;
/** Plain scalars as every reader takes them: no indicator first, nothing after that could end or split them. */
const plain = /^(?!\.\.\.)[^\s\-?:,[\]{}#&*!|>'"%@`=](?:[^:#]|:(?! |$)|(?<! )#)*$/;
/** Control characters, DEL and C1 with NEL, no-break space, line and paragraph separators, BOM, noncharacters, lone surrogates. */
const unsafe = /[\p{Control}\u00a0\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u;
const escapable = /[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A string as JSON text that YAML reads the same: for flow style and JSON. */
export function quoteJson(value: string): string {
  const json = JSON.stringify(value);
  return json.replace(escapable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One string as a YAML scalar on one line, in block style; quoted when in doubt. */
export function formatScalar(value: string): string {
  return isPlain(value) ? value : quoteJson(value);
}

/** Verdicts on strings seen before: field names and annotation keys come back in every generated object. */
const verdicts = new Map<string, boolean>();
const mostVerdicts = 4096;

function isPlain(value: string): boolean {
  const known = verdicts.get(value);
  if (known !== undefined) return known;
  const verdict = decidePlain(value);
  if (verdicts.size < mostVerdicts && value.length < 100) verdicts.set(value, verdict);
  return verdict;
}

function decidePlain(value: string): boolean {
  if (!plain.test(value) || /\s$/.test(value) || unsafe.test(value)) return false;
  return !words.has(value.toLowerCase()) && !numberLike.test(value.replaceAll('_', '')) && !dateLike.test(value);
}

/** Lines that a literal block scalar carries as they are, without an indentation indicator and without `|+`. */
function isLiteral(value: string): boolean {
  return value.includes('\n') && !/^\s|\n\n$/.test(value) && !unsafe.test(value.replaceAll('\n', ''));
}

const stringType = new Type('tag:yaml.org,2002:str', {
  kind: 'scalar',
  resolve: () => false,
  predicate: (value) => typeof value === 'string' && !isLiteral(value),
  represent: (value: object) => formatScalar(value as unknown as string),
});

const intType = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: () => false,
  predicate: (value) => typeof value === 'bigint' || (Number.isSafeInteger(value) && !Object.is(value, -0)),
  represent: (value) => String(value),
});

const floatType = new Type('tag:yaml.org,2002:float', {
  kind: 'scalar',
  resolve: () => false,
  predicate: (value) => typeof value === 'number',
  represent: (value: object) => formatFloat(value as unknown as number),
});

/** Without an exponent, a float above 2^53 would read back as an integer of another type. */
function formatFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Object.is(value, -0)) return '-0.0';
  return Number.isInteger(value) ? value.toExponential() : String(value);
}

/** Kubectl's types for null and booleans; strings and numbers are ours. */
const dumpSchema: Schema = kubectlSchema.extend({ implicit: [intType, floatType, stringType] });

/** An object as block-style YAML that ends in one newline; keys in their own order, lists not indented, integers exact. */
export function dumpObject(object: ObjectValue): string {
  return dump(object, { schema: dumpSchema, lineWidth: -1, noRefs: true, noArrayIndent: true, quotingType: '"' });
}
