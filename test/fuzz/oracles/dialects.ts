import { isScalar, type ParsedNode, parseDocument as parseNewer } from 'yaml';
import { generatedFrom, managedAnnotations } from '../../../src/model/group.ts';
import { equalValues, identityOf, isObject, keyOf, type Value, valueAt } from '../../../src/model/resource.ts';
import { dumpObject } from '../../../src/print/dump.ts';
import { parseDocument } from '../../../src/read/parse.ts';
import type { FuzzInput } from '../input.ts';
import { demand } from './law-broken.ts';
import { documentsOfInput } from './preserved.ts';
import { objectsOfValue, plainDocuments } from './read-output.ts';
import type { Run } from './render.ts';

/** As YAML 1.2 reads a text, integers as we hold them; undefined where it does not. */
export function readNewer(text: string): Value | undefined {
  const document = parseNewer(text, { version: '1.2', schema: 'core', logLevel: 'silent', uniqueKeys: false, intAsBigInt: true });
  return document.errors.length > 0 ? undefined : narrow(document.toJS({ maxAliasCount: -1 }) as Value);
}

function narrow(value: Value): Value {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(narrow);
  // fromEntries defines own properties, so that a key named __proto__ stays one.
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, narrow(each)])) : value;
}

const law = 'what is printed reads back equal in both dialects';

/** A document in which a key stands twice is never read: one of the two would be lost. */
export function checkDuplicates(input: FuzzInput): void {
  for (const { text, value } of documentsOfInput(input) ?? []) {
    if (!isObject(value)) continue;
    const { errors } = parseNewer(text, { version: '1.2', logLevel: 'silent', strict: false, uniqueKeys: isSameKey });
    // Behind another error the library has lost its way.
    const isDuplicate = errors.length > 0 && errors.every(({ code }) => code === 'DUPLICATE_KEY');
    demand(!isDuplicate, 'no key is read twice', () => text);
  }
}

/** Written alike: what two spellings mean is a matter of dialects. Several mappings may be merged into one. */
function isSameKey(a: ParsedNode, b: ParsedNode): boolean {
  return isScalar(a) && isScalar(b) && a.source === b.source && a.type === b.type && a.value !== '<<';
}

/** Every object of the input, printed anew. */
export function checkDump(input: FuzzInput): void {
  for (const { value } of documentsOfInput(input) ?? []) {
    if (!isObject(value) || !isTree(value)) continue;
    const text = dumpObject(value);
    const older = parseDocument(text);
    demand(older.ok && equalValues(older.value, value), law, () => `${text}\n${older.ok ? '' : older.problem.reason}`);
    demand(equalValues(readNewer(text), value), `${law} (1.2)`, () => text);
  }
}

/** Aliases make a graph: printed as a tree it may explode. Mappings as keys have no name that two readers agree on. */
function isTree(value: Value): boolean {
  let left = 20_000;
  const walk = (each: Value, depth: number): boolean =>
    --left > 0 &&
    depth < 90 &&
    (Array.isArray(each) || isObject(each)
      ? Object.entries(each).every(([key, item]) => key !== '[object Object]' && walk(item as Value, depth + 1))
      : true);
  return walk(value, 0);
}

/** What we wrote into the output: generated objects as a whole, our annotations on others. */
export function checkWritten(input: FuzzInput, once: Run): void {
  if (!once.ok || input.options.output === 'json') return;
  const known = new Set(
    (documentsOfInput(input) ?? []).flatMap(({ value }) => objectsOfValue(value)).map((object) => keyOf(identityOf(object))),
  );
  for (const { text, value } of plainDocuments(once.bytes) ?? []) {
    if (!isObject(value) || !text.includes('resilience.auth-platform.github.com')) continue;
    const newer = readNewer(text);
    const isGenerated = valueAt(value, ['metadata', 'annotations', generatedFrom]) !== undefined && !known.has(keyOf(identityOf(value)));
    if (isGenerated) demand(equalValues(newer, value), `${law} (generated)`, () => text);
    if (newer !== undefined) demand(equalValues(ours(newer), ours(value)), `${law} (annotations)`, () => text);
  }
}

function ours(value: Value): Value {
  const annotations = valueAt(value, ['metadata', 'annotations']);
  const listed = valueAt(annotations, [managedAnnotations]);
  if (typeof listed !== 'string') return null;
  return Object.fromEntries(listed.split(',').map((key): [string, Value] => [key, valueAt(annotations, [key]) ?? null]));
}
