import type { Pair, Scalar, YAMLMap } from 'yaml';
import { yamlLibrary } from '../read/yaml-library.ts';
import { blockEntries, flowMap, indentOf, lineEnd, lineStart, rangeOf } from './locate-nodes.ts';
import type { AnnotationSite, FlowMap, Range } from './locate-site.ts';

/** The package `yaml` needs seconds for some texts of a few megabytes (facts in docs/decisions/0004); a bigger object is dumped. */
export const treeLimit = 1_000_000;

/** The annotations of an object in any style, from a syntax tree with positions: flow style, JSON, tags, odd indentation. */
export function locateTree(text: string): AnnotationSite | undefined {
  if (text.length > treeLimit) return undefined;
  const { parseDocument, isMap } = yamlLibrary();
  // Keys and values stay text: what they mean is decided by kubectl's dialect when the edit is read back.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) return undefined;
  const pair = child(root, 'metadata');
  const metadata = pair?.value;
  if (pair === undefined || !isMap(metadata) || metadata.items.length === 0) return undefined;
  if (metadata.flow === true) {
    const around = flowMap(text, metadata);
    return around && inFlow(text, child(metadata, 'annotations'), around);
  }
  return inBlock(text, pair, metadata);
}

function child(map: YAMLMap, key: string): Pair | undefined {
  const { isScalar } = yamlLibrary();
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function inFlow(text: string, pair: Pair | undefined, metadata: FlowMap): AnnotationSite | undefined {
  if (pair === undefined) return { kind: 'absent-flow', metadata };
  const { isMap } = yamlLibrary();
  if (isMap(pair.value)) {
    const map = flowMap(text, pair.value);
    return map && { kind: 'flow', map, metadata };
  }
  const value = nullRange(text, pair);
  return value && value.from < value.to ? { kind: 'null', value, metadata } : undefined;
}

function inBlock(text: string, outer: Pair, metadata: YAMLMap): AnnotationSite | undefined {
  const children = blockEntries(text, metadata);
  const first = children?.[0];
  const last = children?.at(-1);
  const outside = rangeOf(outer.key);
  if (children === undefined || first === undefined || last === undefined || outside === undefined) return undefined;
  const pair = child(metadata, 'annotations');
  if (pair === undefined) {
    const indent = indentOf(text, first);
    const step = indent.slice(outside.from - lineStart(text, outside.from));
    return { kind: 'absent', at: last.to, indent, step };
  }
  return ofPair(text, pair);
}

/** The `annotations:` of block-style metadata, whatever the style of its own value. */
function ofPair(text: string, pair: Pair): AnnotationSite | undefined {
  const { isMap } = yamlLibrary();
  const key = rangeOf(pair.key);
  if (!isMap(pair.value)) {
    const value = nullRange(text, pair);
    return value && { kind: 'null', value, metadata: undefined };
  }
  if (pair.value.flow === true) {
    const map = flowMap(text, pair.value);
    return map && { kind: 'flow', map, metadata: undefined };
  }
  const entries = blockEntries(text, pair.value);
  const first = entries?.[0];
  if (entries === undefined || first === undefined || key === undefined) return undefined;
  const header = { from: lineStart(text, key.from), to: lineEnd(text, key.to) };
  return header.to > first.from ? undefined : { kind: 'block', header, indent: indentOf(text, first), entries };
}

/** The range of a null value: of its word, or the empty one behind the colon. */
function nullRange(text: string, pair: Pair): Range | undefined {
  const { isScalar } = yamlLibrary();
  const key = rangeOf(pair.key);
  const range = rangeOf(pair.value);
  if (key === undefined || (pair.value !== null && !isScalar(pair.value))) return undefined;
  const scalar = pair.value as Scalar | null;
  if (scalar !== null && (scalar.type !== 'PLAIN' || scalar.anchor !== undefined || scalar.tag !== undefined)) return undefined;
  if (range !== undefined && range.from < range.to) return range;
  const colon = text.indexOf(':', key.to) + 1;
  return { from: colon, to: colon };
}
