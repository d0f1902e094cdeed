import type { Inventory, Item } from '../../model/inventory.ts';
import { type GroupKind, isKind } from '../../model/kinds.ts';
import type { FieldPath } from '../../model/place.ts';
import { type KubeObject, numberAt, type Resource, stringAt, valueAt } from '../../model/resource.ts';
import type { ServiceFacts } from '../../model/service-plan.ts';
import { stringMapAt } from '../../model/string-map.ts';
import type { MeshContext } from '../backend.ts';

/** Kinds whose number of pods stands in their manifest. */
const counted: readonly GroupKind[] = [
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'apps', kind: 'ReplicaSet' },
];
/** Kinds that add pods whose number nobody can tell from manifests. */
const uncounted: readonly GroupKind[] = [
  { group: 'apps', kind: 'DaemonSet' },
  { group: '', kind: 'ReplicationController' },
  { group: '', kind: 'Pod' },
  { group: 'argoproj.io', kind: 'Rollout' },
];

interface Workload {
  readonly resource: Resource;
  readonly labels: Readonly<Record<string, string>>;
  /** NaN where it cannot be told. */
  readonly replicas: number;
}

/** By namespace; undefined where something there cannot be read. */
type WorkloadIndex = ReadonlyMap<string, readonly Workload[] | undefined>;

export interface Pool {
  readonly endpoints: number;
  readonly workloads: readonly Resource[];
}

const known = new WeakMap<Inventory, WorkloadIndex>();

/** The endpoints of a Service as far as the input shows them; undefined where it does not show all. Reads nothing that must be readable. */
export function countEndpoints(service: ServiceFacts, { inventory, options }: MeshContext): Pool | undefined {
  const { selector, effectiveNamespace } = service;
  if (selector === undefined) return undefined;
  const index = known.get(inventory) ?? indexWorkloads(inventory, options.namespace);
  known.set(inventory, index);
  const workloads = index.get(effectiveNamespace) ?? [];
  const selected = workloads.filter(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
  const endpoints = selected.reduce((sum, { replicas }) => sum + replicas, 0);
  return endpoints > 0 ? { endpoints, workloads: selected.map(({ resource }) => resource) } : undefined;
}

function indexWorkloads(inventory: Inventory, defaultNamespace: string): WorkloadIndex {
  const index = new Map<string, Workload[] | undefined>();
  // Text whose kind nobody can tell may be a workload too.
  if (inventory.items.some(({ identity }) => identity.kind === '')) return index;
  const namespaceOf = ({ identity }: Item): string => identity.namespace || defaultNamespace;
  const minimums = indexMinimums(inventory, namespaceOf);
  for (const { group, kind } of [...counted, ...uncounted]) {
    for (const item of inventory.ofKind(group, kind)) {
      const namespace = namespaceOf(item);
      const others = index.has(namespace) ? index.get(namespace) : [];
      const resource = inventory.open(item, 'glance');
      const minimum = minimums.get(`${namespace}/${kind}/${item.identity.name}`) ?? minimums.get(namespace);
      if (resource !== undefined) others?.push(readWorkload(resource, minimum));
      index.set(namespace, resource && others);
    }
  }
  return index;
}

/** `minimum` is what an autoscaler says, which wins over the manifest's own number. */
function readWorkload(resource: Resource, minimum: number | undefined): Workload {
  const { object, identity } = resource;
  const labels = stringMapAt(object, identity.kind === 'Pod' ? ['metadata', 'labels'] : ['spec', 'template', 'metadata', 'labels']);
  if (!counted.some((each) => isKind(identity, each))) return { resource, labels, replicas: Number.NaN };
  return { resource, labels, replicas: minimum ?? countAt(object, ['spec', 'replicas']) };
}

/** The least number of pods that an autoscaler keeps, by `namespace/kind/name` of its target; by the namespace alone where one cannot be read. */
function indexMinimums(inventory: Inventory, namespaceOf: (item: Item) => string): ReadonlyMap<string, number> {
  const minimums = new Map<string, number>();
  const add = (item: Item, read: (object: KubeObject) => number): void => {
    const object = inventory.open(item, 'glance')?.object;
    const kind = stringAt(object, ['spec', 'scaleTargetRef', 'kind']) || 'Deployment';
    const name = stringAt(object, ['spec', 'scaleTargetRef', 'name']);
    minimums.set(
      object === undefined ? namespaceOf(item) : `${namespaceOf(item)}/${kind}/${name}`,
      object === undefined ? Number.NaN : read(object),
    );
  };
  for (const item of inventory.ofKind('autoscaling', 'HorizontalPodAutoscaler')) {
    add(item, (object) => countAt(object, ['spec', 'minReplicas']));
  }
  // KEDA writes the HorizontalPodAutoscaler in the cluster; its target may rest at no pod at all.
  for (const item of inventory.ofKind('keda.sh', 'ScaledObject')) add(item, () => Number.NaN);
  return minimums;
}

/** One where it is absent, as the API server has it. */
function countAt(object: KubeObject, path: FieldPath): number {
  return valueAt(object, path) === undefined ? 1 : (numberAt(object, path) ?? Number.NaN);
}
