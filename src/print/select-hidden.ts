import { group } from '../model/group.ts';
import { toolKinds } from '../model/kinds.ts';
import type { RenderOptions } from '../model/options.ts';
import { stringAt } from '../model/resource.ts';
import type { InputInventory, InputItem } from '../read/input.ts';

/** kustomize and kpt leave objects with this annotation out of a cluster; kubectl and Argo CD do not know it (krm-argocd facts §1). */
const localConfig = 'config.kubernetes.io/local-config';

/** Objects that are not printed: configuration of tools inside a List, and policies that only steer the rendering (dropped or local ones). */
export function selectHidden(inventory: InputInventory, options: Pick<RenderOptions, 'policies'>): ReadonlySet<InputItem> {
  const policies = inventory.ofKind(group, 'ResiliencePolicy');
  const steering = options.policies === 'drop' ? policies : policies.filter((item) => isLocal(item, inventory));
  return new Set([...steering, ...toolKinds.flatMap((tool) => inventory.ofKind(tool.group, tool.kind))]);
}

/** The same for a function or a plugin of kustomize: whoever called it knows what to leave out, and would take what is missing for deleted. */
export function selectDropped(inventory: InputInventory, options: Pick<RenderOptions, 'policies'>): ReadonlySet<InputItem> {
  return new Set(options.policies === 'drop' ? inventory.ofKind(group, 'ResiliencePolicy') : []);
}

function isLocal(item: InputItem, inventory: InputInventory): boolean {
  const { file, raw, list } = item.document;
  // Most are not, and need not be parsed for that; the members of a List are parsed already. A key has escapes only in quotes.
  const bytes = list ? undefined : file.read(raw.from, raw.to);
  if (bytes !== undefined && !bytes.includes(localConfig) && !bytes.includes('\\')) return false;
  return stringAt(inventory.open(item)?.object, ['metadata', 'annotations', localConfig]) === 'true';
}
