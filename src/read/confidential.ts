import type { Node, Pair, ParsedNode } from 'yaml';
import { isList, isObject, type ObjectValue, stringAt, type Value, valueAt } from '../model/resource.ts';
import type { SourceFile } from '../model/source.ts';
import { textOf } from './document-text.ts';
import { indexFile, type Range } from './index-file.ts';
import { parseDocument } from './parse.ts';
import { positionLimit } from './position-limit.ts';
import { yamlLibrary } from './yaml-library.ts';

/** Why bytes are shown to nobody. */
export type Confidentiality = 'secret' | 'annotation';

interface HiddenRange extends Range {
  readonly why: Confidentiality;
}

/**
 * Tells whether bytes of a file belong to a document that holds a Secret, or may hold one because it cannot be read, or to an annotation
 * of somebody else (design §6). Documents are looked at when they are asked about: a difference shows few lines of a large file.
 */
export function findConfidential(
  file: SourceFile,
  isOurs: (key: string) => boolean,
): (from: number, to: number) => Confidentiality | undefined {
  const index = indexFile(file);
  if (!index.ok) return () => 'secret';
  const { documents } = index;
  const known = new Map<Range, readonly HiddenRange[]>();
  const hiddenIn = (document: Range): readonly HiddenRange[] => {
    const found = known.get(document) ?? hiddenRanges(file, document, isOurs);
    known.set(document, found);
    return found;
  };
  return (from, to) => {
    for (let i = firstEndingAfter(documents, from); i < documents.length; i++) {
      const document = documents[i] as Range;
      if (document.from >= to) return undefined;
      const found = hiddenIn(document).find((range) => range.from < to && range.to > from);
      if (found !== undefined) return found.why;
    }
    return undefined;
  };
}

/** Documents stand in the order of the file. */
function firstEndingAfter(documents: readonly Range[], offset: number): number {
  let [low, high] = [0, documents.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((documents[middle] as Range).to <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hiddenRanges(file: SourceFile, { from, to }: Range, isOurs: (key: string) => boolean): readonly HiddenRange[] {
  const all: readonly HiddenRange[] = [{ from, to, why: 'secret' }];
  const text = textOf(file, { from, to });
  const parsed = text === undefined ? undefined : parseDocument(text);
  if (text === undefined || parsed?.ok !== true) return all;
  const objects = [...objectsIn(parsed.value)];
  if (objects.some(isSecret)) return all;
  if (!objects.some((object) => hasForeignAnnotation(object, isOurs))) return [];
  const ranges = locateAnnotations(text, isOurs);
  // Who shares values through aliases may have written them anywhere in the document.
  if (ranges === undefined) return [{ from, to, why: 'annotation' }];
  const offsetAt = openOffsets(text);
  return ranges.map((range) => ({ from: from + offsetAt(range.from), to: from + offsetAt(range.to), why: 'annotation' }));
}

/** Bytes in front of an index of a text. Indexes that ascend cost one pass together: a List may hold thousands of annotations. */
function openOffsets(text: string): (index: number) => number {
  let [known, bytes] = [0, 0];
  return (index) => {
    if (index < known) return Buffer.byteLength(text.slice(0, index));
    bytes += Buffer.byteLength(text.slice(known, index));
    known = index;
    return bytes;
  };
}

/** All objects of a document, at any depth. Aliases make a graph, so nothing is visited twice. */
function* objectsIn(value: Value, seen: Set<Value> = new Set()): Generator<ObjectValue> {
  if ((!isObject(value) && !isList(value)) || seen.has(value)) return;
  seen.add(value);
  if (isObject(value)) yield value;
  for (const inner of Object.values(value)) yield* objectsIn(inner, seen);
}

/** In a List, a template or the like too. With `kind: secret` it is no Secret for a cluster, but its author meant one. */
function isSecret(object: ObjectValue): boolean {
  const isNamed = /^secret(?:list)?$/i.test(stringAt(object, ['kind']));
  return isNamed && ['data', 'stringData', 'metadata', 'items'].some((key) => Object.hasOwn(object, key));
}

function hasForeignAnnotation(object: ObjectValue, isOurs: (key: string) => boolean): boolean {
  const annotations = valueAt(object, ['annotations']) ?? {};
  return !isObject(annotations) || Object.keys(annotations).some((key) => !isOurs(key));
}

/** The entries of every `annotations` that are not ours, as indexes into the text; undefined where they cannot be told apart. */
function locateAnnotations(text: string, isOurs: (key: string) => boolean): readonly Range[] | undefined {
  if (text.length > positionLimit) return undefined;
  const yaml = yamlLibrary();
  const document = yaml.parseDocument<ParsedNode>(text, { uniqueKeys: false, logLevel: 'silent', strict: false });
  const found: Range[] = [];
  let isShared = document.errors.length > 0;
  const hide = ({ key, value }: Pair): void => {
    const [first, last] = [key as Node | null, (value ?? key) as Node | null];
    found.push({ from: first?.range?.[0] ?? 0, to: last?.range?.[1] ?? text.length });
  };
  yaml.visit(document, {
    Alias() {
      isShared = true;
    },
    Pair(_, pair) {
      if (!yaml.isScalar(pair.key) || pair.key.value !== 'annotations') return;
      if (!yaml.isMap(pair.value)) hide(pair);
      else for (const entry of pair.value.items) if (!yaml.isScalar(entry.key) || !isOurs(String(entry.key.value))) hide(entry);
    },
  });
  return isShared ? undefined : found;
}
