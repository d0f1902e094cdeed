import { isObject, type ObjectValue } from '../../src/model/resource.ts';
import { listMembers, type MemberText, replaceMembers } from '../../src/print/members.ts';
import { parseDocument } from '../../src/read/parse.ts';

/** A List is edited by those who have read it. */
function readList(text: string): ObjectValue {
  const parsed = parseDocument(text);
  return parsed.ok && isObject(parsed.value) ? parsed.value : {};
}

export function listOf(text: string): readonly MemberText[] | undefined {
  return listMembers({ text, value: readList(text) });
}

export function replaceIn(
  text: string,
  replacements: ReadonlyMap<number, string | null>,
  additions: readonly string[],
): string | undefined {
  return replaceMembers({ text, value: readList(text) }, replacements, additions);
}
