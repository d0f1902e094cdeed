import type { Report } from '../diagnostics/diagnostic.ts';
import type { MeshBackend, MeshContext } from '../mesh/backend.ts';
import type { ChosenMesh, MeshChoice, MeshPlans } from '../mesh/mesh-choice.ts';
import { meshes } from '../mesh/registry.ts';
import { exactList } from '../model/exact-list.ts';
import type { Policy } from '../model/policy.ts';
import { formatName, placeOf } from '../model/resource.ts';
import {
  formatPolicy,
  type HttpProtocol,
  type PortPlan,
  type ServiceFacts,
  type ServicePlan,
  type ServicePort,
} from '../model/service-plan.ts';
import { chooseMesh, withKnownMeshes } from './choose-mesh.ts';
import { type Match, matchPolicies } from './match-policies.ts';
import { findOwnRoutes, indexRoutes, type RouteIndex } from './own-routes.ts';
import { reportIgnored, reportMisreadPorts, reportPort, whyNoHttp } from './unfit-targets.ts';

/** A Service port that carries requests. */
interface HttpPort {
  readonly port: ServicePort;
  readonly protocol: HttpProtocol;
}

/** What is known before a mesh is chosen. */
export type PlanContext = Pick<MeshContext, 'options' | 'inventory' | 'report'>;

interface Planning {
  readonly backend: MeshBackend;
  readonly context: MeshContext;
  readonly routes: RouteIndex;
}

/** Which policy governs which Service and port, by mesh in the order of its registry. Reports RP3001 to RP3006, RP3021 to RP3024, RP4004 to RP4008. */
export function planServices(policies: readonly Policy[], choice: MeshChoice, context: PlanContext): readonly MeshPlans[] {
  const byMesh = new Map<string, { readonly mesh: ChosenMesh; readonly plans: ServicePlan[]; readonly policies: Policy[] }>();
  const routes = indexRoutes(context.inventory, context.options.namespace);
  for (const { service, policies: all } of matchPolicies(policies, context.inventory, context)) {
    const match = { service, policies: withKnownMeshes(all, { choice, ...context }) };
    if (match.policies.length === 0) continue;
    const mesh = chooseMesh(match, { choice, ...context });
    if (mesh === undefined) continue;
    // What a mesh loses is said when it renders.
    const meshContext = { ...context, version: mesh.version, lose: () => undefined, approximate: () => undefined };
    const plans = planService(match, { backend: mesh.backend, context: meshContext, routes });
    const known = byMesh.get(mesh.name) ?? { mesh, plans: [], policies: [] };
    known.plans.push(...plans);
    for (const policy of match.policies) known.policies.push(policy);
    byMesh.set(mesh.name, known);
  }
  return Object.keys(meshes).flatMap((name) => byMesh.get(name) ?? []);
}

function planService({ service, policies }: Match, planning: Planning): readonly ServicePlan[] {
  const { backend, context } = planning;
  const ignored = backend.ignores(service, context);
  if (ignored !== undefined) {
    for (const policy of policies) reportIgnored(policy, ignored, { ...planning, service });
    return [];
  }
  const http = httpPorts(service, planning);
  const governed = policies.flatMap((policy) => governedPorts(policy, http, { service, planning }));
  const single = withoutConflicts(governed, service, context.report);
  if (single.length === 0) return [];
  const counts = new Map<Policy, number>();
  for (const { policy } of governed) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  const ports = single
    .map(({ policy, http: { port, protocol } }): PortPlan => {
      const own = counts.get(policy) ?? 0;
      const routes = findOwnRoutes({ service, port: port.port, allPorts: own === http.length }, planning.routes);
      return { port, protocol, policy, named: own > 1, ownRoutes: routes };
    })
    .sort((a, b) => a.port.port - b.port.port);
  const governing = new Set(ports.map(({ policy }) => policy));
  return [{ service, ports, policies: exactList(policies.filter((policy) => governing.has(policy))) }];
}

function httpPorts(service: ServiceFacts, { backend, context }: Planning): readonly HttpPort[] {
  return service.ports.flatMap((port) => {
    const kind = backend.portKind(service, port, context);
    return 'http' in kind ? [{ port, protocol: kind.http }] : [];
  });
}

interface Governed {
  readonly policy: Policy;
  readonly http: HttpPort;
}

function governedPorts(
  policy: Policy,
  http: readonly HttpPort[],
  how: { readonly service: ServiceFacts; readonly planning: Planning },
): readonly Governed[] {
  const { service, planning } = how;
  const wanted = policy.target.port;
  if (wanted === undefined) {
    const refused = reportMisreadPorts(policy, { ...planning, service });
    if (http.length === 0 && !refused) reportIgnored(policy, { reason: whyNoHttp({ ...planning, service }) }, { ...planning, service });
    return http.map((port) => ({ policy, http: port }));
  }
  const found = http.filter(({ port }) => port.port === wanted);
  if (found.length === 0) reportPort(policy, wanted, { ...planning, service });
  return found.map((port) => ({ policy, http: port }));
}

function withoutConflicts(governed: readonly Governed[], service: ServiceFacts, report: Report): readonly Governed[] {
  const byPort = new Map<number, Governed>();
  const reported = new Set<string>();
  for (const next of governed) {
    const { port } = next.http.port;
    const first = byPort.get(port);
    if (first === undefined) byPort.set(port, next);
    else if (!reported.has(pairOf(first.policy, next.policy))) {
      reported.add(pairOf(first.policy, next.policy));
      report('RP3004', [placeOf(next.policy.resource, ['spec', 'targetRef']), placeOf(first.policy.resource, ['spec', 'targetRef'])], {
        first: formatPolicy(first.policy),
        second: formatPolicy(next.policy),
        service: formatName(service),
        port,
      });
    }
  }
  return [...byPort.values()];
}

function pairOf(a: Policy, b: Policy): string {
  return `${formatPolicy(a)} ${formatPolicy(b)}`;
}
