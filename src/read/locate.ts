import type { Node, Pair, YAMLMap, Document as YamlDocument } from 'yaml';
import { type FieldPath, formatFieldPath, type Origin, type Place, type Span } from '../model/place.ts';
import type { SourceFile } from '../model/source.ts';
import { lineAndColumn } from './lines.ts';
import { positionLimit } from './position-limit.ts';
import { sourceAnnotations, sourceAround, sourceOfAnnotation, sourceOfComment } from './source-name.ts';
import { firstContent } from './split.ts';
import { yamlLibrary } from './yaml-library.ts';

/** Turns a place into a line and a column. It parses with positions, so call it only for what is shown. */
export function locate(place: Place): Span {
  switch (place.kind) {
    case 'file':
      return { file: place.path, line: 0, col: 0 };
    case 'object':
      return { file: place.name, line: 0, col: 0 };
    case 'offset':
      return spanAt(place.file, place.offset, place.file.piped && sourceAround(place.file, place.offset));
    case 'field':
      return locateField(place);
  }
}

function locateField(place: Extract<Place, { kind: 'field' }>): Span {
  const { file, from, to } = place.origin;
  if (to - from > positionLimit) return locateRoughly(place);
  const parsed = parseOrigin(place.origin);
  return spanAt(file, from + offsetOfField(place, parsed), file.piped && sourceOf(place.origin, parsed));
}

/** A document that is too long for a parse with positions: the way to the field is named instead, and the document is where it stands. */
function locateRoughly({ origin, path }: Extract<Place, { kind: 'field' }>): Span {
  const { file, from, to } = origin;
  const field = formatFieldPath([...origin.path, ...path]);
  const start = file.read(from, Math.min(to, from + 65_536));
  return spanAt(file, from + firstContent(start, 0, start.length), field === '' ? undefined : field);
}

function spanAt(file: SourceFile, offset: number, source: string | undefined): Span {
  return { file: file.path, ...lineAndColumn(file, offset), ...(source === undefined ? {} : { source }) };
}

interface ParsedOrigin {
  readonly text: string;
  readonly document: YamlDocument;
  /** Pairs of mappings by their keys, for those that somebody looked into. */
  readonly pairs: WeakMap<YAMLMap, ReadonlyMap<string, Pair>>;
  /** Byte offset of an index into the text, as far as anybody asked: many problems of one document come in its order. */
  readonly reached: { index: number; offset: number };
}

/** Findings come in the order of the objects: a List with thousands of them is parsed once, not once for each. */
let last: (ParsedOrigin & Omit<Origin, 'path'>) | undefined;

function parseOrigin({ file, from, to }: Origin): ParsedOrigin {
  if (last?.file === file && last.from === from && last.to === to) return last;
  const text = file.read(from, to).toString('utf8');
  const document = yamlLibrary().parseDocument(text, {
    uniqueKeys: false,
    merge: true,
    logLevel: 'silent',
    strict: false,
    prettyErrors: false,
  });
  last = { text, document, file, from, to, pairs: new WeakMap(), reached: { index: 0, offset: 0 } };
  return last;
}

/** On every object that kustomize hands to a function or a plugin. */
const kustomizeId = 'kustomize.config.k8s.io/id';

/** What the producer of a pipe says about the file of an object. */
function sourceOf({ path }: Origin, { text, document }: ParsedOrigin): string | undefined {
  // A second function of one build finds paths that kustomize made up for the first.
  const isInBuild = document.hasIn([...path, 'metadata', 'annotations', kustomizeId]);
  for (const key of isInBuild ? sourceAnnotations.slice(0, 1) : sourceAnnotations) {
    const value = document.getIn([...path, 'metadata', 'annotations', key]);
    const source = typeof value === 'string' ? sourceOfAnnotation(value) : undefined;
    if (source !== undefined) return source;
  }
  const source = path.length === 0 ? sourceOfComment(text) : undefined;
  return source ?? nameInBuild(path, document);
}

/** Nobody ever sees the lines that kustomize hands to a function or a plugin: where it names no file, the object names itself. */
function nameInBuild(path: FieldPath, document: YamlDocument): string | undefined {
  const at = (...field: readonly string[]): unknown => document.getIn([...path, ...field]);
  const isUnseen = path.length === 0 ? at('metadata', 'annotations', kustomizeId) : document.get('kind') === 'ResourceList';
  const [kind, namespace, name] = [at('kind'), at('metadata', 'namespace'), at('metadata', 'name')];
  if (!isUnseen || typeof kind !== 'string' || kind === 'ResourceList') return undefined;
  // A node, where somebody wrote a mapping for a name, would print all that is in it.
  return `${kind} ${isName(namespace) ? `${namespace}/` : ''}${isName(name) ? name : ''}`;
}

function isName(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Byte offset of a field inside its document; of its deepest ancestor that exists, else of the first content. */
function offsetOfField(place: Extract<Place, { kind: 'field' }>, parsed: ParsedOrigin): number {
  const { text, reached } = parsed;
  const index = indexOfPath(parsed, [...place.origin.path, ...place.path], place.part ?? 'value') ?? indexOfContent(text);
  const from = index < reached.index ? { index: 0, offset: 0 } : reached;
  reached.offset = from.offset + Buffer.byteLength(text.slice(from.index, index));
  reached.index = index;
  return reached.offset;
}

function pairOf(map: YAMLMap, key: string, { pairs }: ParsedOrigin): Pair | undefined {
  let known = pairs.get(map);
  if (known === undefined) {
    const { isScalar } = yamlLibrary();
    // Of two equal keys the first counts, as everywhere here.
    known = new Map(map.items.map((item) => [String(isScalar(item.key) ? item.key.value : item.key), item] as const).reverse());
    pairs.set(map, known);
  }
  return known.get(key);
}

function indexOfPath(parsed: ParsedOrigin, path: FieldPath, part: 'key' | 'value'): number | undefined {
  const { document } = parsed;
  const { isMap, isSeq, isAlias } = yamlLibrary();
  let node: Node | null = document.contents;
  let found = node?.range?.[0];
  for (const [i, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isSeq(node) && typeof step === 'number') node = (node.items[step] as Node | undefined) ?? null;
    else if (isMap(node)) {
      const pair = pairOf(node, String(step), parsed);
      if (pair === undefined) return found;
      const key = (pair.key as Node | null)?.range?.[0];
      node = (pair.value as Node | null) ?? null;
      const showKey = node?.range == null || (part === 'key' && i === path.length - 1) || isMap(node) || isSeq(node);
      found = (showKey ? key : node?.range?.[0]) ?? found;
      continue;
    } else return found;
    found = node?.range?.[0] ?? found;
  }
  return found;
}

/** Index of the first character that is neither white space nor comment. */
function indexOfContent(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.toString('utf8', 0, firstContent(bytes, 0, bytes.length)).length;
}
