import { equalValues, isList, isObject, type Value } from '../model/resource.ts';
import { parseDocument } from '../read/parse.ts';
import { yamlLibrary } from '../read/yaml-library.ts';
import type { Range } from './locate-site.ts';
import { treeLimit } from './locate-tree.ts';
import { type Splice, spliceText } from './splice.ts';

/** What becomes of a member: its new text and value, or null when it goes. */
export interface MemberChange {
  readonly text: string;
  readonly value: Value;
}
/** Changes by the index of the member; undefined for one that cannot be made in its text. */
export type ChangeMember = (index: number, text: string) => MemberChange | null | 'same' | undefined;

/** A List in flow style, JSON above all, with some members changed or gone and every other byte as it was; undefined where that cannot be done. */
export function editFlowList(text: string, change: ChangeMember): string | undefined {
  const members = text.length > treeLimit ? undefined : flowMembers(text);
  const before = parseDocument(text);
  if (members === undefined || !before.ok || !isObject(before.value)) return undefined;
  const values = before.value['items'];
  if (!isList(values) || values.length !== members.length) return undefined;
  const splices: Splice[] = [];
  const wanted: Value[] = [];
  for (const [i, { from, to }] of members.entries()) {
    const changed = change(i, text.slice(from, to));
    if (changed === undefined) return undefined;
    if (changed === null) splices.push({ ...rangeToRemove(members, i, wanted.length > 0), text: '' });
    else {
      wanted.push(changed === 'same' ? (values[i] as Value) : changed.value);
      if (changed !== 'same') splices.push({ from, to, text: changed.text });
    }
  }
  const edited = spliceText(text, splices);
  const after = parseDocument(edited);
  return after.ok && equalValues(after.value, { ...before.value, items: wanted }) ? edited : undefined;
}

/** With the comma before it, or behind it where it is the first that is left. */
function rangeToRemove(members: readonly Range[], index: number, hasKept: boolean): Range {
  const { from, to } = members[index] as Range;
  const previous = members[index - 1];
  if (hasKept && previous !== undefined) return { from: previous.to, to };
  return { from, to: members[index + 1]?.from ?? to };
}

function flowMembers(text: string): readonly Range[] | undefined {
  const { parseDocument: parse, isMap, isSeq, isNode } = yamlLibrary();
  const { contents } = parse(text, { uniqueKeys: false, logLevel: 'silent', strict: false });
  const items = isMap(contents) ? contents.get('items', true) : undefined;
  if (!isSeq(items) || items.flow !== true) return undefined;
  const members = items.items.map((item) => (isNode(item) && item.range ? { from: item.range[0], to: item.range[1] } : undefined));
  return members.every((member) => member !== undefined) ? members : undefined;
}
