import { annotatedFrom, generatedFrom, group } from './model/group.ts';
import { isKind } from './model/kinds.ts';
import type { Policy } from './model/policy.ts';
import { type Resource, stringAt } from './model/resource.ts';
import type { InputInventory } from './read/input.ts';

/** A policy as a mark names it; no namespace where it is that of the marked object. */
export interface Mark {
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Everything that the marks of a stream name. */
export function readMarks(inventory: InputInventory): readonly Mark[] {
  const marks = new Map<string, Mark>();
  for (const item of inventory.items) {
    if (!item.mentionsGroup || isKind(item.identity, { group, kind: 'ResiliencePolicy' })) continue;
    const resource = inventory.open(item);
    for (const text of resource === undefined ? [] : marksOf(resource)) marks.set(text, parseMark(text));
  }
  return [...marks.values()];
}

function marksOf({ object }: Resource): readonly string[] {
  const texts = [generatedFrom, annotatedFrom].map((key) => stringAt(object, ['metadata', 'annotations', key]));
  return texts.flatMap((text) => text.split(',').map((name) => name.trim())).filter((name) => name !== '');
}

function parseMark(text: string): Mark {
  const slash = text.indexOf('/');
  return slash < 0 ? { namespace: undefined, name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/**
 * The policies that a mark speaks of. kustomize may have put a prefix or a suffix on a policy before it was rendered (the mark has it, the
 * policy's file has not), or after that (the policy of the stream has it, the mark has not); so a mark counts for the policies whose name
 * is the nearest to it among those of which one name holds the other.
 *
 * Namespaces are compared only where the mark has one: a later `namespace:` of kustomize changes them on objects, not in marks. So of two
 * policies of one name in two namespaces, one that is rendered hides one that is not.
 */
export function policiesOfMark(mark: Mark, policies: readonly Policy[]): readonly Policy[] {
  const candidates = policies.filter(({ name, namespace }) => {
    const isSame = mark.namespace === undefined || namespace === '' || mark.namespace === namespace;
    return isSame && (name.includes(mark.name) || mark.name.includes(name));
  });
  const distance = ({ name }: Policy): number => Math.abs(name.length - mark.name.length);
  const least = Math.min(...candidates.map(distance));
  return candidates.filter((policy) => distance(policy) === least);
}
