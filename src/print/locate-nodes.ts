import type { Node, Pair, YAMLMap } from 'yaml';
import { yamlLibrary } from '../read/yaml-library.ts';
import type { BlockEntry, FlowEntry, FlowMap, Range } from './locate-site.ts';

/** The entries of a block map with whole lines; undefined for complex keys, merge keys and several entries on a line. */
export function blockEntries(text: string, map: YAMLMap): readonly BlockEntry[] | undefined {
  const entries: BlockEntry[] = [];
  for (const pair of map.items) {
    const entry = blockEntry(text, pair);
    if (entry === undefined || entry.key === '<<') return undefined;
    if (indentOf(text, entry) !== indentOf(text, entries[0] ?? entry)) return undefined;
    entries.push(entry);
  }
  return entries;
}

function blockEntry(text: string, pair: Pair): BlockEntry | undefined {
  const { isScalar } = yamlLibrary();
  const key = rangeOf(pair.key);
  if (!isScalar(pair.key) || typeof pair.key.value !== 'string' || key === undefined) return undefined;
  const from = lineStart(text, key.from);
  const colon = text.indexOf(':', key.to) + 1;
  if (text.slice(from, key.from).trim() !== '' || colon === 0) return undefined;
  const found = rangeOf(pair.value);
  let end = found === undefined ? colon : Math.max(colon, found.to);
  const header = found === undefined || !isScalar(pair.value) ? '' : text.slice(found.from, found.from + 3);
  // White space is text in a block scalar, and with `+` the line breaks at its end are too.
  const space = /^[|>]\d?\+/.test(header) ? undefined : /^[|>]/.test(header) ? /[\r\n]/ : /\s/;
  while (space !== undefined && end > colon && space.test(text[end - 1] ?? '')) end--;
  const value = found === undefined || found.from >= found.to ? { from: colon, to: colon } : { from: found.from, to: end };
  return { key: pair.key.value, from, to: text[end - 1] === '\n' ? end : lineEnd(text, end), colon, value };
}

/** A flow map with the places of its entries; undefined for merge keys and entries without a value. */
export function flowMap(text: string, map: YAMLMap): FlowMap | undefined {
  const range = rangeOf(map);
  if (range === undefined || text[range.from] !== '{' || text[range.to - 1] !== '}') return undefined;
  const entries: FlowEntry[] = [];
  for (const { key, value } of map.items) {
    const { isScalar } = yamlLibrary();
    const name = rangeOf(key);
    const found = rangeOf(value);
    if (!isScalar(key) || typeof key.value !== 'string' || key.value === '<<') return undefined;
    if (name === undefined || found === undefined || found.from >= found.to) return undefined;
    entries.push({ key: key.value, from: name.from, to: found.to, keyTo: name.to, value: found });
  }
  return { open: range.from + 1, close: range.to - 1, entries };
}

/** The bytes of a node itself: without anchor, tag, and the comment after it. */
export function rangeOf(node: unknown): Range | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range === undefined || range === null ? undefined : { from: range[0], to: range[1] };
}

export function indentOf(text: string, entry: BlockEntry): string {
  return /^[ \t]*/.exec(text.slice(entry.from, entry.colon))?.[0] ?? '';
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
