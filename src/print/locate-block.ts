import { readLine, readLineMap } from './locate-lines.ts';
import type { AnnotationSite } from './locate-site.ts';

/**
 * The annotations of an object in ordinary block style, by a scan of the lines of `metadata` alone: 20,000 Services
 * take this path (facts in docs/decisions/0002). Undefined at anything odd.
 */
export function locateBlock(text: string): AnnotationSite | undefined {
  const from = text.startsWith('metadata:') ? 0 : text.indexOf('\nmetadata:') + 1;
  const header = readLine(text, from);
  if (!text.startsWith('metadata:', from) || !isOpen(text, from + 'metadata:'.length, header.end)) return undefined;
  const metadata = readLineMap(text, header.next, 0);
  const last = metadata?.entries.at(-1);
  if (metadata === undefined || last === undefined) return undefined;
  const indent = ' '.repeat(metadata.indent);
  const found = metadata.entries.find(({ key }) => key === 'annotations');
  if (found === undefined) return { kind: 'absent', at: last.to, indent, step: indent };
  const line = readLine(text, found.from);
  const anchored = text[found.colon + 1] === '&';
  if (!isOpen(text, anchored ? endOfWord(text, found.colon + 1) : found.colon, line.end)) return undefined;
  const map = readLineMap(text, line.next, metadata.indent);
  const first = map?.entries[0];
  if (map === undefined) return undefined;
  if (first === undefined)
    return anchored ? undefined : { kind: 'null', value: { from: found.colon, to: found.colon }, metadata: undefined };
  return { kind: 'block', header: { from: line.from, to: line.next }, indent: ' '.repeat(map.indent), entries: map.entries };
}

/** Nothing but a comment follows on the line, so that the value stands below it. */
function isOpen(text: string, from: number, end: number): boolean {
  let at = from;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  return at >= end || (text[at] === '#' && at > from);
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/\s/.test(text[at] ?? '')) at++;
  return at;
}
