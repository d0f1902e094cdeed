import type { AnnotationChanges } from './annotation-changes.ts';
import { quoteJson } from './dump.ts';
import type { AnnotationSite, FlowEntry, FlowMap } from './locate-site.ts';
import type { Splice } from './splice.ts';

/*
 * A map that was there before us has to come back as it was once our keys go (design §7, law 16), and the text is all
 * that we can remember it by. So the white space inside the braces tells where a map comes from:
 *   {"k": "v"}    in block-style metadata: it was `{}`, in flow-style metadata: it was not there
 *   {"k": "v" }   in flow-style metadata: it was `{}`
 *   { "k": "v"}   there was no value; two spaces: `null`, three: `~`, ...
 */
const nulls = ['', 'null', '~', 'Null', 'NULL'];

type FlowSite = Extract<AnnotationSite, { kind: 'flow' }>;
type NullSite = Extract<AnnotationSite, { kind: 'null' }>;

/** How the entries of a map are written: `, ` and `: `, or as its neighbours have it. */
interface FlowStyle {
  readonly comma: string;
  readonly colon: string;
}

/** Changes a flow map inside its braces; undefined where its white space cannot be told from comments. */
export function editFlowMap(text: string, site: FlowSite, changes: AnnotationChanges): readonly Splice[] | undefined {
  const { map, metadata } = site;
  const kept = map.entries.filter(({ key }) => !changes.remove.has(key));
  if (map.entries.length === 0) return fillEmptyMap(text, site, changes);
  if (kept.length + changes.add.length === 0) return emptyMap(text, site);
  const written = kept.map((entry) => formatEntry(text, entry, changes.replace));
  const style = styleOf(text, map, metadata);
  const added = changes.add.map((entry) => formatPair(entry, style));
  const inner = leadOf(text, map) + joinEntries(text, { map, kept, written, added, comma: style.comma }) + trailOf(text, map);
  return [{ from: map.open, to: map.close, text: inner }];
}

/** Gives an empty value (`annotations:`, `annotations: null`) its first entries. */
export function fillNull(text: string, site: NullSite, changes: AnnotationChanges): readonly Splice[] | undefined {
  const index = nulls.indexOf(text.slice(site.value.from, site.value.to));
  if (index < 0) return undefined;
  const style = styleOf(text, undefined, site.metadata);
  const inner = changes.add.map((entry) => formatPair(entry, style)).join(style.comma);
  return [{ ...site.value, text: `${index === 0 ? ' ' : ''}{${' '.repeat(index + 1)}${inner}}` }];
}

/** Writes a new map as the last entry of flow-style metadata, on lines of its own where its neighbours have theirs. */
export function createFlowMap(text: string, metadata: FlowMap, changes: AnnotationChanges): readonly Splice[] | undefined {
  const last = metadata.entries.at(-1);
  if (last === undefined) return undefined;
  const style = styleOf(text, metadata, undefined);
  const entries = changes.add.map((entry) => formatPair(entry, { ...style, comma: ', ' }));
  const outer = lineBreakIn(leadOf(text, metadata));
  const step = stepOf(outer, lineBreakIn(trailOf(text, metadata)));
  const inner = outer === '' ? entries.join(style.comma) : `${outer}${step}${entries.join(`,${outer}${step}`)}${outer}`;
  const created = `${style.comma}${quoteJson('annotations')}${style.colon}{${inner}}`;
  return [{ from: last.to, to: last.to, text: created }];
}

function fillEmptyMap(text: string, { map, metadata }: FlowSite, changes: AnnotationChanges): readonly Splice[] | undefined {
  const space = text.slice(map.open, map.close);
  if (!/^ *$/.test(space)) return undefined;
  const style = styleOf(text, undefined, metadata);
  const inner = changes.add.map((entry) => formatPair(entry, style)).join(style.comma);
  const mark = metadata === undefined ? '' : ' ';
  return [{ from: map.open, to: map.close, text: `${space}${inner}${mark}${space}` }];
}

/** The last key goes: what stood there before us comes back. */
function emptyMap(text: string, { map, metadata }: FlowSite): readonly Splice[] | undefined {
  const lead = leadOf(text, map);
  const trail = trailOf(text, map);
  const blank = /^ *$/.test(lead);
  const literal = blank && trail === '' ? nulls[lead.length - 1] : undefined;
  if (literal !== undefined && (literal !== '' || metadata === undefined)) {
    const from = map.open - (literal === '' && text[map.open - 2] === ' ' ? 2 : 1);
    return [{ from, to: map.close + 1, text: literal }];
  }
  if (metadata === undefined) return [{ from: map.open, to: map.close, text: blank && trail === lead ? lead : '' }];
  if (blank && trail === ` ${lead}`) return [{ from: map.open, to: map.close, text: lead }];
  return [removeEntry(metadata, 'annotations')];
}

function removeEntry(map: FlowMap, key: string): Splice {
  const index = map.entries.findIndex((entry) => entry.key === key);
  const [before, entry, after] = [map.entries[index - 1], map.entries[index], map.entries[index + 1]];
  const from = before?.to ?? entry?.from ?? map.open;
  return { from, to: before === undefined && after !== undefined ? after.from : (entry?.to ?? map.close), text: '' };
}

interface Joined {
  readonly map: FlowMap;
  readonly kept: readonly FlowEntry[];
  readonly written: readonly string[];
  readonly added: readonly string[];
  readonly comma: string;
}

/** An entry that stays keeps what stood before it, up to the entry before; the first one starts after the brace. */
function joinEntries(text: string, { map, kept, written, added, comma }: Joined): string {
  let result = '';
  for (const [i, entry] of kept.entries()) {
    const before = map.entries[map.entries.indexOf(entry) - 1];
    result += (i === 0 || before === undefined ? '' : text.slice(before.to, entry.from)) + written[i];
  }
  return [...(kept.length === 0 ? [] : [result]), ...added].join(comma);
}

function formatEntry(text: string, entry: FlowEntry, replace: ReadonlyMap<string, string>): string {
  const value = replace.get(entry.key);
  if (value === undefined) return text.slice(entry.from, entry.to);
  return text.slice(entry.from, entry.value.from) + quoteJson(value) + text.slice(entry.value.to, entry.to);
}

function formatPair([key, value]: readonly [string, string], style: FlowStyle): string {
  return quoteJson(key) + style.colon + quoteJson(value);
}

function styleOf(text: string, map: FlowMap | undefined, metadata: FlowMap | undefined): FlowStyle {
  const sample = map?.entries[0] ?? metadata?.entries[0];
  const colon = sample !== undefined && text.slice(sample.keyTo, sample.value.from) === ':' ? ':' : ': ';
  const narrow = colon === ':' ? ',' : ', ';
  const [first, second] = map?.entries.slice(-2) ?? [];
  if (map === undefined || first === undefined) return { comma: narrow, colon };
  const between = second === undefined ? `,${leadOf(text, map)}` : text.slice(first.to, second.from);
  const known = second === undefined ? /^,\s*\n\s*$/.test(between) : /^\s*,\s*$/.test(between);
  return { comma: known ? between : narrow, colon };
}

function leadOf(text: string, map: FlowMap): string {
  return text.slice(map.open, map.entries[0]?.from ?? map.close);
}

function trailOf(text: string, map: FlowMap): string {
  return text.slice(map.entries.at(-1)?.to ?? map.close, map.close);
}

/** The last line break of some white space and the indentation after it; '' when it is all on one line. */
function lineBreakIn(space: string): string {
  return /\r?\n[ \t]*$/.exec(space)?.[0] ?? '';
}

function stepOf(inner: string, outer: string): string {
  return outer !== '' && inner.startsWith(outer) ? inner.slice(outer.length) : '  ';
}
