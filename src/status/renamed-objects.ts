import { generatedFrom } from '../model/group.ts';
import { type Identity, type KubeObject, keyOf, listAt, stringAt } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';
import type { LiveItem } from './live-inventory.ts';

/**
 * The generated object in the cluster that kustomize has renamed together with its policy after the rendering. A prefix or a suffix stands
 * around the name of that time: route `slow-8080` becomes `slow-8080-eu`, where policy `slow-eu` asks for `slow-eu-8080`. The mark keeps
 * the name of that time, since kustomize does not know that it is one, so it says how much of the policy's name came later. As for `verify`
 * (verify-marks.ts) it counts only where the Service was renamed alike.
 */
export function findRenamed(
  wanted: { readonly identity: Identity; readonly object: KubeObject; readonly policy: Identity },
  live: ReadonlyMap<string, LiveItem>,
): LiveItem | undefined {
  const { identity, policy } = wanted;
  // Names beyond the limit are cut and hashed: what they were made of does not show.
  if (!identity.name.startsWith(policy.name)) return undefined;
  const rest = identity.name.slice(policy.name.length);
  if (rest === '') return undefined;
  // The longest first: the less of the policy's name came later, the nearer is the mark.
  for (let end = policy.name.length - 1; end > 0; end--) {
    const name = `${policy.name.slice(0, end)}${rest}${policy.name.slice(end)}`;
    const item = live.get(keyOf({ ...identity, name }));
    if (item !== undefined && wasNamed(item, policy, end) && isAttachedAlike(item.object, wanted.object)) return item;
  }
  return undefined;
}

/** Whether a mark of the object has the policy's name without what follows `end`, and without any prefix. */
function wasNamed({ object }: LiveItem, policy: Identity, end: number): boolean {
  const mark = stringMapAt(object, ['metadata', 'annotations'])[generatedFrom] ?? '';
  return mark.split(',').some((text) => {
    const slash = text.indexOf('/');
    const isNear = slash < 0 || text.slice(0, slash) === policy.namespace;
    const name = text.slice(slash + 1);
    return isNear && name !== '' && policy.name.slice(0, end).endsWith(name);
  });
}

function isAttachedAlike(live: KubeObject, wanted: KubeObject): boolean {
  const servicesOf = (object: KubeObject): readonly string[] =>
    listAt(object, ['spec', 'parentRefs']).map((parent) => stringAt(parent, ['name']));
  const services = servicesOf(live);
  return servicesOf(wanted).every((name) => services.includes(name));
}
