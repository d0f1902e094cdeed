import type { AnnotationChanges } from './annotation-changes.ts';
import { formatScalar } from './dump.ts';
import type { AnnotationSite, BlockEntry } from './locate-site.ts';
import { lineBreakAt, type Splice } from './splice.ts';

type BlockSite = Extract<AnnotationSite, { kind: 'block' }>;
type AbsentSite = Extract<AnnotationSite, { kind: 'absent' }>;

/** Changes a block map line by line; undefined when a value has to change whose bytes are not known. */
export function editBlockMap(text: string, site: BlockSite, changes: AnnotationChanges): readonly Splice[] | undefined {
  const kept = site.entries.filter(({ key }) => !changes.remove.has(key));
  // A map that becomes empty goes with its key (design §5); comments between the entries stay where they are.
  const splices: Splice[] = kept.length + changes.add.length === 0 ? [{ ...site.header, text: '' }] : [];
  for (const entry of site.entries) {
    const value = changes.replace.get(entry.key);
    if (changes.remove.has(entry.key)) splices.push({ from: entry.from, to: entry.to, text: '' });
    else if (value !== undefined) {
      if (entry.value === undefined) return undefined;
      splices.push(replaceValue(entry, entry.value, value));
    }
  }
  const at = site.entries.at(-1)?.to ?? site.header.to;
  const added = formatLines(changes.add, site.indent, lineBreakAt(text, at));
  return added === '' ? splices : [...splices, { from: at, to: at, text: added }];
}

/** Writes a new block map as the last child of `metadata`. */
export function createBlockMap(text: string, site: AbsentSite, changes: AnnotationChanges): readonly Splice[] {
  const lineBreak = lineBreakAt(text, site.at);
  const lines = formatLines(changes.add, site.indent + site.step, lineBreak);
  return [{ from: site.at, to: site.at, text: `${site.indent}annotations:${lineBreak}${lines}` }];
}

function replaceValue(entry: BlockEntry, range: { readonly from: number; readonly to: number }, value: string): Splice {
  return { ...range, text: range.from === entry.colon ? ` ${formatScalar(value)}` : formatScalar(value) };
}

function formatLines(entries: AnnotationChanges['add'], indent: string, lineBreak: string): string {
  return entries.map(([key, value]) => `${indent}${formatScalar(key)}: ${formatScalar(value)}${lineBreak}`).join('');
}
