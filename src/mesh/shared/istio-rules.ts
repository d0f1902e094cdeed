import { generatedFrom } from '../../model/group.ts';
import type { Inventory } from '../../model/inventory.ts';
import { gatewayGroup, istioGroup } from '../../model/kinds.ts';
import type { FieldPath } from '../../model/place.ts';
import { listAt, type Resource, stringAt, type Value, valueAt } from '../../model/resource.ts';
import type { ServiceFacts } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import { coversHost } from './istio-host.ts';

/** An object of the user's that rules over a Service's host, and where it says so. */
export interface UserRule {
  readonly resource: Resource;
  readonly path: FieldPath;
}

/** A rule that has not been held against a Service yet. */
interface HostRule extends UserRule {
  readonly host: string;
  readonly namespace: string;
}

/** By the first label of the host, since thousands of Services each ask; wildcards are under `*`. */
type HostIndex = ReadonlyMap<string, readonly HostRule[]>;

interface Rules {
  readonly virtualServices: HostIndex;
  readonly destinationRules: HostIndex;
  /** Routes of the Gateway API by `namespace/service`. */
  readonly routes: ReadonlyMap<string, readonly UserRule[]>;
}

const known = new WeakMap<Inventory, Rules>();

/**
 * The user's VirtualServices for traffic inside the mesh whose hosts take in the Service; those of an ingress gateway alone
 * do not count.
 */
export function findVirtualServices(service: ServiceFacts, context: MeshContext): readonly UserRule[] {
  return findCovering(rulesOf(context).virtualServices, service, context);
}

/** The user's DestinationRules whose host takes in the Service. */
export function findDestinationRules(service: ServiceFacts, context: MeshContext): readonly UserRule[] {
  return findCovering(rulesOf(context).destinationRules, service, context);
}

/** The user's HTTPRoutes and GRPCRoutes on any port of the Service; Istio turns them into VirtualServices of its host. */
export function findServiceRoutes(service: ServiceFacts, context: MeshContext): readonly UserRule[] {
  return rulesOf(context).routes.get(`${service.effectiveNamespace}/${service.name}`) ?? [];
}

function findCovering(index: HostIndex, service: ServiceFacts, { options }: MeshContext): readonly UserRule[] {
  const target = { service, clusterDomain: options.clusterDomain };
  const candidates = [...(index.get(service.name) ?? []), ...(index.get('*') ?? [])];
  return candidates.filter((rule) => isForAll(rule, service) && coversHost(rule.host, rule.namespace, target));
}

/** `exportTo: ["."]` in another namespace is for the clients there alone, who chose it. */
function isForAll({ resource, namespace }: HostRule, service: ServiceFacts): boolean {
  const exportTo = listAt(resource.object, ['spec', 'exportTo']);
  return namespace === service.effectiveNamespace || exportTo.length === 0 || exportTo.some((each) => each !== '.' && each !== namespace);
}

function rulesOf({ inventory, options }: MeshContext): Rules {
  const found = known.get(inventory) ?? indexRules(inventory, options.namespace);
  known.set(inventory, found);
  return found;
}

function indexRules(inventory: Inventory, defaultNamespace: string): Rules {
  const open = (group: string, kind: string): readonly Resource[] =>
    inventory
      .ofKind(group, kind)
      .flatMap((item): Resource | [] => inventory.open(item) ?? [])
      .filter(({ object }) => valueAt(object, ['metadata', 'annotations', generatedFrom]) === undefined);
  const routes = [...open(gatewayGroup, 'HTTPRoute'), ...open(gatewayGroup, 'GRPCRoute')];
  const namespaceOf = ({ identity }: Resource): string => identity.namespace || defaultNamespace;
  return {
    virtualServices: indexHosts(open(istioGroup, 'VirtualService').filter(isForMesh), ['spec', 'hosts'], namespaceOf),
    destinationRules: indexHosts(open(istioGroup, 'DestinationRule'), ['spec', 'host'], namespaceOf),
    routes: groupBy(routes.flatMap((route) => parentsOf(route, namespaceOf(route)))),
  };
}

/** Without `gateways` a VirtualService is for the mesh. */
function isForMesh({ object }: Resource): boolean {
  const gateways = listAt(object, ['spec', 'gateways']);
  return gateways.length === 0 || gateways.includes('mesh');
}

function indexHosts(resources: readonly Resource[], path: FieldPath, namespaceOf: (resource: Resource) => string): HostIndex {
  const rules = resources.flatMap((resource): readonly (readonly [string, HostRule])[] => {
    const found = valueAt(resource.object, path);
    const hosts: readonly (readonly [Value | undefined, FieldPath])[] = Array.isArray(found)
      ? found.map((host: Value, i) => [host, [...path, i]])
      : [[found, path]];
    return hosts.flatMap(([host, at]) => {
      if (typeof host !== 'string' || host === '') return [];
      const label = host.startsWith('*') ? '*' : (host.split('.', 1)[0] ?? '');
      return [[label, { resource, path: at, host, namespace: namespaceOf(resource) }] as const];
    });
  });
  return groupBy(rules);
}

/** Routes of another namespace are its clients' own choice, and do not count (design §4). */
function parentsOf(resource: Resource, namespace: string): readonly (readonly [string, UserRule])[] {
  return listAt(resource.object, ['spec', 'parentRefs']).flatMap((parent, i) => {
    const group = valueAt(parent, ['group']);
    const isService = stringAt(parent, ['kind']) === 'Service' && (group === '' || group === 'core');
    const isOwn = (stringAt(parent, ['namespace']) || namespace) === namespace;
    const rule: UserRule = { resource, path: ['spec', 'parentRefs', i] };
    return isService && isOwn ? [[`${namespace}/${stringAt(parent, ['name'])}`, rule] as const] : [];
  });
}

function groupBy<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const index = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const same = index.get(key);
    if (same === undefined) index.set(key, [value]);
    else same.push(value);
  }
  return index;
}
