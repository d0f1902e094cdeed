import { findRouteProblems } from './gateway-grammar.ts';
import { findDestinationRuleProblems, findVirtualServiceProblems, servicesOfRule } from './istio-grammar.ts';
import { at, type Located, members, textAt } from './object-path.ts';

/** What is judged of each kind; other kinds are nobody's business here. */
const checks: Readonly<Record<string, (spec: Located) => readonly string[]>> = {
  VirtualService: findVirtualServiceProblems,
  DestinationRule: findDestinationRuleProblems,
  HTTPRoute: findRouteProblems,
  GRPCRoute: findRouteProblems,
};

/**
 * What Istio or an implementation of the Gateway API would refuse or read otherwise in these objects, one by one and together,
 * where their definitions do not say so; empty when all is well. Takes objects as any reader of YAML gives them.
 */
export function findMeshProblems(objects: readonly unknown[]): readonly string[] {
  const located = objects.map((value) => ({ path: '', value }));
  const alone = located.flatMap((object) => {
    const find = checks[kindOf(object)];
    return (find?.(at(object, 'spec')) ?? []).map((problem) => `${kindOf(object)} ${idOf(object)}: ${problem}`);
  });
  return [...alone, ...findHostProblems(located)];
}

/** For laws and goldens: throws with every problem. */
export function assertWithinGrammar(objects: readonly unknown[], name = ''): void {
  const problems = findMeshProblems(objects);
  if (problems.length > 0) throw new Error([name, ...problems].join('\n'));
}

/**
 * Sidecars do not merge rules for one host, and take the first; a route is one of them to Istio, and in ambient mode a
 * VirtualService beside a route is undefined (mesh facts §6).
 */
function findHostProblems(objects: readonly Located[]): readonly string[] {
  const services = new Map<string, string[]>();
  const note = (service: string, kind: string): void => void services.set(service, [...(services.get(service) ?? []), kind]);
  for (const object of objects) {
    const kind = kindOf(object);
    if (kind === 'VirtualService' || kind === 'DestinationRule') for (const service of servicesOfRule(kind, object)) note(service, kind);
    else if (checks[kind] !== undefined) for (const service of parentsOf(object)) note(service, 'route');
  }
  return [...services].flatMap(([service, kinds]) => {
    const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
    return [
      ...(['VirtualService', 'DestinationRule'] as const)
        .filter((kind) => count(kind) > 1)
        .map((kind) => `Service ${service}: ${count(kind)} ${kind}s`),
      ...(count('VirtualService') > 0 && count('route') > 0 ? [`Service ${service}: VirtualService and routes`] : []),
    ];
  });
}

function parentsOf(object: Located): readonly string[] {
  const own = textAt(object, 'metadata.namespace');
  const parents = members(at(at(object, 'spec'), 'parentRefs')).filter((parent) => at(parent, 'kind').value === 'Service');
  // A route of another namespace is for the clients there (GAMMA).
  const inside = parents.filter((parent) => (textAt(parent, 'namespace') || own) === own);
  return inside.map((parent) => `${own}/${textAt(parent, 'name')}`);
}

function kindOf(object: Located): string {
  return textAt(object, 'kind');
}

function idOf(object: Located): string {
  return `${textAt(object, 'metadata.namespace')}/${textAt(object, 'metadata.name')}`;
}
