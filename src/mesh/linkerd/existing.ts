import { appendTo } from '../../model/append-to.ts';
import { compareCodePoints } from '../../model/code-point-order.ts';
import { generatedFrom } from '../../model/group.ts';
import type { Inventory } from '../../model/inventory.ts';
import { linkerdPolicyGroup } from '../../model/kinds.ts';
import { isObject, type Resource, stringAt, type Value, valueAt } from '../../model/resource.ts';

/** Objects of the user's that decide what may be rendered, findable at once: thousands of Services each ask. */
export interface Existing {
  /** Servers by `serverKey`. */
  readonly servers: ReadonlyMap<string, Resource>;
  /** HTTPLocalRateLimitPolicies by `namespace/server`. */
  readonly limits: ReadonlyMap<string, Resource>;
  /** ServiceProfiles by the host of their name, which is the name of the Service. */
  readonly profiles: ReadonlyMap<string, readonly Resource[]>;
  /** TrafficSplits by the first label of the Service that they split. */
  readonly splits: ReadonlyMap<string, readonly Resource[]>;
}

const known = new WeakMap<Inventory, Existing>();

/** Built once for an inventory. Objects of ours do not count: they are generated again. */
export function existingOf(inventory: Inventory, defaultNamespace: string): Existing {
  const found = known.get(inventory) ?? indexExisting(inventory, defaultNamespace);
  known.set(inventory, found);
  return found;
}

/** The pods and the port that a Server stands for. */
export function serverKey(namespace: string, selector: Readonly<Record<string, Value>>, port: Value | undefined): string {
  const labels = Object.entries(selector).sort(([a], [b]) => compareCodePoints(a, b));
  // A label that is a number beyond 2^53 is wrong, but no reason to fail: JSON knows no bigint.
  return JSON.stringify([namespace, labels, port ?? null], (_, value: unknown) =>
    typeof value === 'bigint' ? { bigint: String(value) } : value,
  );
}

function indexExisting(inventory: Inventory, defaultNamespace: string): Existing {
  const open = (group: string, kind: string): readonly Resource[] =>
    inventory
      .ofKind(group, kind)
      .flatMap((item): Resource | [] => inventory.open(item) ?? [])
      .filter(({ object }) => valueAt(object, ['metadata', 'annotations', generatedFrom]) === undefined);
  const namespaceOf = ({ identity }: Resource): string => identity.namespace || defaultNamespace;
  return {
    servers: firstBy(open(linkerdPolicyGroup, 'Server'), (server) => keyOfServer(server, namespaceOf(server))),
    limits: firstBy(
      open(linkerdPolicyGroup, 'HTTPLocalRateLimitPolicy'),
      (limit) => `${namespaceOf(limit)}/${stringAt(limit.object, ['spec', 'targetRef', 'name'])}`,
    ),
    profiles: allBy(open('linkerd.io', 'ServiceProfile'), ({ identity }) => firstLabel(identity.name)),
    splits: allBy(open('split.smi-spec.io', 'TrafficSplit'), ({ object }) => firstLabel(stringAt(object, ['spec', 'service']))),
  };
}

/** Only a selector of plain labels can be the selector of a Service. */
function keyOfServer({ object }: Resource, namespace: string): string {
  const selector = valueAt(object, ['spec', 'podSelector']);
  const labels = valueAt(selector, ['matchLabels']);
  if (!isObject(selector) || !isObject(labels) || Object.keys(selector).length !== 1) return '';
  return serverKey(namespace, labels, valueAt(object, ['spec', 'port']));
}

function firstLabel(name: string): string {
  return name.split('.', 1)[0] ?? '';
}

function firstBy(resources: readonly Resource[], keyOf: (resource: Resource) => string): ReadonlyMap<string, Resource> {
  const index = new Map<string, Resource>();
  for (const resource of resources) if (!index.has(keyOf(resource))) index.set(keyOf(resource), resource);
  return index;
}

function allBy(resources: readonly Resource[], keyOf: (resource: Resource) => string): ReadonlyMap<string, readonly Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) appendTo(index, keyOf(resource), resource);
  return index;
}
