import { appendTo } from '../model/append-to.ts';
import { generatedFrom } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import { gatewayGroup, linkerdPolicyGroup } from '../model/kinds.ts';
import { listAt, numberAt, stringAt, type Value, valueAt } from '../model/resource.ts';
import type { OwnRoute, ServiceFacts } from '../model/service-plan.ts';

/** A route and those of its parentRefs that lead to one Service. */
interface Attached extends Omit<OwnRoute, 'shared'> {
  readonly parents: number;
  /** Undefined: the whole Service. */
  readonly ports: readonly (number | undefined)[];
}

/** Routes by `namespace/service`, for the routes of a Service's own namespace. */
export type RouteIndex = ReadonlyMap<string, readonly Attached[]>;

const routeKinds = [
  { group: gatewayGroup, kind: 'HTTPRoute' },
  { group: gatewayGroup, kind: 'GRPCRoute' },
  { group: linkerdPolicyGroup, kind: 'HTTPRoute' },
] as const;

/** Every route of the user's that has a Service of its own namespace as a parent; generated ones do not count. */
export function indexRoutes(inventory: Inventory, defaultNamespace: string): RouteIndex {
  const index = new Map<string, Attached[]>();
  for (const { group, kind } of routeKinds) {
    for (const item of inventory.ofKind(group, kind)) {
      const route = inventory.open(item);
      if (route === undefined || valueAt(route.object, ['metadata', 'annotations', generatedFrom]) !== undefined) continue;
      addRoute(index, { item, resource: route }, item.identity.namespace || defaultNamespace);
    }
  }
  return index;
}

function addRoute(index: Map<string, Attached[]>, route: Omit<OwnRoute, 'shared'>, namespace: string): void {
  const parents = listAt(route.resource.object, ['spec', 'parentRefs']);
  const ports = new Map<string, (number | undefined)[]>();
  for (const parent of parents) {
    if (!isService(parent) || (stringAt(parent, ['namespace']) || namespace) !== namespace) continue;
    const name = stringAt(parent, ['name']);
    appendTo(ports, name, numberAt(parent, ['port']));
  }
  for (const [name, attached] of ports) {
    appendTo(index, `${namespace}/${name}`, { ...route, parents: parents.length, ports: attached });
  }
}

/** Group and kind have to be explicit: the API server's default for both is the Gateway, which a mesh ignores. */
function isService(parent: Value): boolean {
  const group = valueAt(parent, ['group']);
  return stringAt(parent, ['kind']) === 'Service' && (group === '' || group === 'core');
}

/** A port of a Service, and whether its policy governs every HTTP port. */
export interface GovernedPort {
  readonly service: ServiceFacts;
  readonly port: number;
  readonly allPorts: boolean;
}

/** The user's routes on a governed port; what a policy means for them is the mesh's matter. */
export function findOwnRoutes({ service, port, allPorts }: GovernedPort, routes: RouteIndex): readonly OwnRoute[] {
  const attached = routes.get(`${service.effectiveNamespace}/${service.name}`) ?? [];
  return attached
    .filter((route) => route.ports.some((parentPort) => parentPort === undefined || parentPort === port))
    .map((route) => ({ item: route.item, resource: route.resource, shared: whyShared(route, allPorts) }));
}

function whyShared(route: Attached, allPorts: boolean): string | undefined {
  if (route.parents > 1) return 'has further parents or ports';
  if (route.ports[0] === undefined && !allPorts) return 'serves all its ports';
  return undefined;
}
