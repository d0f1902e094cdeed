import { appendTo } from './model/append-to.ts';
import { annotatedFrom, generatedFrom, group } from './model/group.ts';
import { isKind } from './model/kinds.ts';
import type { Policy } from './model/policy.ts';
import { listAt, type Resource, stringAt } from './model/resource.ts';
import type { InputInventory } from './read/input.ts';

/** A policy as a mark names it; no namespace where it is that of the marked object. */
export interface Mark {
  readonly namespace: string | undefined;
  readonly name: string;
  /** The Services that the marked objects are, or belong to; none where that does not show. */
  readonly services: readonly string[];
}

/** Everything that the marks of a stream name. */
export function readMarks(inventory: InputInventory): readonly Mark[] {
  const marks = new Map<string, string[]>();
  for (const item of inventory.mentioning) {
    if (isKind(item.identity, { group, kind: 'ResiliencePolicy' })) continue;
    const resource = inventory.open(item);
    if (resource === undefined) continue;
    for (const text of marksOf(resource)) {
      const services = marks.get(text) ?? [];
      for (const service of servicesOf(resource)) services.push(service);
      marks.set(text, services);
    }
  }
  return [...marks].map(([text, services]) => ({ ...parseMark(text), services }));
}

function marksOf({ object }: Resource): readonly string[] {
  const texts = [generatedFrom, annotatedFrom].map((key) => stringAt(object, ['metadata', 'annotations', key]));
  return texts.flatMap((text) => text.split(',').map((name) => name.trim())).filter((name) => name !== '');
}

/** A Service itself, or what a route is attached to. */
function servicesOf({ identity, object }: Resource): readonly string[] {
  if (identity.kind === 'Service') return [identity.name];
  const names = listAt(object, ['spec', 'parentRefs']).map((parent) => stringAt(parent, ['name']));
  return names.filter((name) => name !== '');
}

function parseMark(text: string): Omit<Mark, 'services'> {
  const slash = text.indexOf('/');
  return slash < 0 ? { namespace: undefined, name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/**
 * The policies that a mark speaks of. kustomize may have put a prefix or a suffix on a policy before it was rendered (the mark has it, the
 * policy's file has not), or after that (the policy of the stream has it, the mark has not); so a mark counts for the policies whose name
 * is the nearest to it among those of which one name holds the other, and whose Service was renamed alike.
 *
 * Namespaces are compared only where the mark has one: a later `namespace:` of kustomize changes them on objects, not in marks. So of two
 * policies of one name in two namespaces, one that is rendered hides one that is not.
 */
export function matchMarks(policies: readonly Policy[]): (mark: Mark) => readonly Policy[] {
  const byName = new Map<string, Policy[]>();
  for (const policy of policies) appendTo(byName, policy.name, policy);
  return (mark) => {
    const isNear = ({ namespace }: Policy): boolean => mark.namespace === undefined || namespace === '' || mark.namespace === namespace;
    // None is nearer than one of the very name, and most are: thousands of marks are not compared with thousands of policies.
    const exact = (byName.get(mark.name) ?? []).filter(isNear);
    if (exact.length > 0) return exact;
    const candidates = policies.filter((policy) => isNear(policy) && isRenamed(mark, policy));
    const distance = ({ name }: Policy): number => Math.abs(name.length - mark.name.length);
    const least = candidates.reduce((shortest, policy) => Math.min(shortest, distance(policy)), Number.POSITIVE_INFINITY);
    return candidates.filter((policy) => distance(policy) === least);
  };
}

/** kustomize puts the same prefix and suffix on a policy and on its Service; one that came later stands around both. */
function isRenamed(mark: Mark, { name, target }: Policy): boolean {
  const at = mark.name.indexOf(name);
  if (at < 0 && !name.includes(mark.name)) return false;
  const service = at < 0 ? target.name : mark.name.slice(0, at) + target.name + mark.name.slice(at + name.length);
  return mark.services.length === 0 || mark.services.some((each) => each.includes(service));
}
