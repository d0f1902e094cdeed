import type { MemberMetadata } from '../mesh/backend.ts';
import type { ChosenMesh, MeshChoice } from '../mesh/mesh-choice.ts';
import { meshes } from '../mesh/registry.ts';
import { appendTo } from '../model/append-to.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import { formatIdentity, type Resource } from '../model/resource.ts';
import type { ServiceFacts } from '../model/service-plan.ts';
import { stringMapAt } from '../model/string-map.ts';

/** A mesh that the pods behind a Service are in, and what says so. */
export interface Evidence {
  readonly mesh: ChosenMesh;
  /** `key: value`. */
  readonly by: string;
  /** The Namespace or the workload that says it. */
  readonly where: Resource;
}

/** Kinds that run pods; their template carries what an injector reads. */
const workloadKinds = [
  { group: 'apps', kind: 'Deployment', template: ['spec', 'template'] },
  { group: 'apps', kind: 'StatefulSet', template: ['spec', 'template'] },
  { group: 'apps', kind: 'DaemonSet', template: ['spec', 'template'] },
  { group: 'apps', kind: 'ReplicaSet', template: ['spec', 'template'] },
  { group: 'argoproj.io', kind: 'Rollout', template: ['spec', 'template'] },
  { group: '', kind: 'Pod', template: [] },
] as const;

interface Members {
  readonly namespaces: ReadonlyMap<string, Item>;
  /** By namespace. */
  readonly workloads: ReadonlyMap<string, readonly (readonly [item: Item, template: readonly string[]])[]>;
}

const known = new WeakMap<Inventory, Members>();

/** Every mesh that the Namespace and the workloads of a Service name, once for each; what is set on pods beats the Namespace, mesh by mesh. */
export function findEvidence(
  service: ServiceFacts,
  how: { readonly choice: MeshChoice; readonly inventory: Inventory; readonly namespace: string },
): readonly Evidence[] {
  const { namespaces, workloads } = membersOf(how.inventory, how.namespace);
  const item = namespaces.get(service.effectiveNamespace);
  const namespace = item === undefined ? undefined : how.inventory.open(item);
  const pods = (workloads.get(service.effectiveNamespace) ?? []).flatMap(([workload, path]) =>
    readPods(workload, path, { service, inventory: how.inventory }),
  );
  return Object.keys(meshes).flatMap((name) => {
    const mesh = how.choice.of(name);
    return mesh === undefined ? [] : evidenceFor(mesh, namespace, pods).slice(0, 1);
  });
}

interface Pods {
  readonly where: Resource;
  readonly metadata: MemberMetadata;
}

function evidenceFor(mesh: ChosenMesh, namespace: Resource | undefined, pods: readonly Pods[]): readonly Evidence[] {
  const read = (where: Resource, metadata: MemberMetadata): Evidence | 'not' | undefined => {
    const found = mesh.backend.members?.read(metadata);
    if (found === undefined) return undefined;
    return found.isMember ? { mesh, by: found.by, where } : 'not';
  };
  const inherited = namespace && read(namespace, metadataOf(namespace, [], 'namespace'));
  const own = pods.length === 0 ? [inherited] : pods.map(({ where, metadata }) => read(where, metadata) ?? inherited);
  return own.filter((each) => each !== undefined && each !== 'not');
}

function readPods(
  item: Item,
  template: readonly string[],
  how: { readonly service: ServiceFacts; readonly inventory: Inventory },
): readonly Pods[] {
  const { selector } = how.service;
  const where = selector === undefined ? undefined : how.inventory.open(item);
  if (where === undefined || selector === undefined) return [];
  const metadata = metadataOf(where, template, 'pod');
  return Object.entries(selector).every(([key, value]) => metadata.labels[key] === value) ? [{ where, metadata }] : [];
}

function metadataOf({ object }: Resource, at: readonly string[], level: MemberMetadata['level']): MemberMetadata {
  return {
    level,
    labels: stringMapAt(object, [...at, 'metadata', 'labels']),
    annotations: stringMapAt(object, [...at, 'metadata', 'annotations']),
  };
}

/** Built once for an inventory: thousands of Services each ask. */
function membersOf(inventory: Inventory, defaultNamespace: string): Members {
  const found = known.get(inventory) ?? indexMembers(inventory, defaultNamespace);
  known.set(inventory, found);
  return found;
}

function indexMembers(inventory: Inventory, defaultNamespace: string): Members {
  const workloads = new Map<string, (readonly [Item, readonly string[]])[]>();
  for (const { group, kind, template } of workloadKinds) {
    for (const item of inventory.ofKind(group, kind)) {
      const namespace = item.identity.namespace || defaultNamespace;
      appendTo(workloads, namespace, [item, template] as const);
    }
  }
  return { namespaces: new Map(inventory.ofKind('', 'Namespace').map((item) => [item.identity.name, item])), workloads };
}

/** `istio by istio-injection: enabled on Namespace shop`. */
export function formatEvidence({ mesh, by, where }: Evidence): string {
  return `${mesh.name} by ${by} on ${formatIdentity(where.identity)}`;
}
