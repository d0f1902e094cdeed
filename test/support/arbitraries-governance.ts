import { group } from '../../src/model/group.ts';
import type { RenderOptions } from '../../src/model/options.ts';
import type { KubeObject } from '../../src/model/resource.ts';
import { buildRoutes, buildServers, grantFor, type OwnRouteModel } from './arbitraries-beside.ts';
import type { Sections } from './arbitraries-policy.ts';
import type { PortModel, ServiceModel } from './arbitraries-service.ts';

/** What holds for a whole world. */
export interface Flavour {
  readonly mesh: string;
  /** Where the mesh writes routes with more than Linkerd's. */
  readonly gatewayChannel?: RenderOptions['gatewayChannel'];
  /** No object names a namespace. */
  readonly bare: boolean;
  readonly defaultNamespace: string;
  readonly annotations: RenderOptions['annotations'];
  readonly meshVersion: string | undefined;
  /** Losses are accepted, so that policies may ask for what the mesh cannot do. */
  readonly lossy: boolean;
  readonly names: number;
  readonly order: RenderOptions['order'];
  readonly output: RenderOptions['output'];
  readonly allowCrossNamespace: boolean;
}

/** Which policies a Service has, and what of the user's own stands beside it. */
export interface RawGovernance {
  readonly mode: 'all' | 'each' | 'one' | 'none';
  readonly sections: readonly [Sections, Sections, Sections];
  readonly away: boolean;
  readonly own: 'none' | 'ports' | 'first' | 'whole';
  readonly servers: boolean;
  readonly spare: boolean;
}

export interface PolicyModel {
  readonly name: string;
  readonly namespace: string;
  readonly service: ServiceModel;
  /** The HTTP ports that it governs. */
  readonly ports: readonly PortModel[];
  /** `targetRef.port`. */
  readonly port: number | undefined;
  readonly sections: Sections;
}

interface Governance {
  readonly policies: readonly PolicyModel[];
  readonly ownRoutes: readonly OwnRouteModel[];
  readonly others: readonly KubeObject[];
}

const policyNames = ['web-policy', 'y', '1.5', `long-${'a'.repeat(248)}`];

/** At most four policies, each valid for the Service that it targets. */
export function buildGovernance(
  pairs: readonly { readonly service: ServiceModel; readonly raw: RawGovernance }[],
  flavour: Flavour,
): Governance {
  const policies: PolicyModel[] = [];
  const ownRoutes: OwnRouteModel[] = [];
  const others: KubeObject[] = [];
  for (const { service, raw } of pairs) {
    if (raw.mode === 'none' || (!service.suitable && !flavour.lossy)) continue;
    const http = service.ports.filter(({ protocol }) => protocol !== undefined && service.suitable);
    const routes = service.suitable ? buildRoutes(service, http, raw) : [];
    const servers = raw.servers && service.selector !== undefined ? buildServers(service, http) : [];
    const drafts = draftPolicies({ service, raw, http, routes, hasServers: servers.length > 0 }, flavour);
    if (policies.length + drafts.length > policyNames.length) continue;
    for (const draft of drafts) policies.push({ ...draft, ...nameOf(policies.length, { service, raw, flavour }) });
    ownRoutes.push(...routes);
    others.push(...servers);
    if (raw.away && !flavour.bare && !flavour.allowCrossNamespace) others.push(grantFor(service, raw.spare));
  }
  return { policies, ownRoutes, others };
}

function nameOf(
  index: number,
  how: { readonly service: ServiceModel; readonly raw: RawGovernance; readonly flavour: Flavour },
): Pick<PolicyModel, 'name' | 'namespace'> {
  const { service, raw, flavour } = how;
  const name = policyNames[(index + flavour.names) % policyNames.length] ?? '';
  if (!flavour.bare) return { name, namespace: raw.away ? 'ops' : service.namespace };
  // With a default namespace, naming it is the same as leaving it out.
  return { name, namespace: raw.away ? flavour.defaultNamespace : '' };
}

interface Target {
  readonly service: ServiceModel;
  readonly raw: RawGovernance;
  readonly http: readonly PortModel[];
  readonly routes: readonly OwnRouteModel[];
  readonly hasServers: boolean;
}

function draftPolicies(target: Target, flavour: Flavour): readonly Omit<PolicyModel, 'name' | 'namespace'>[] {
  const { service, raw, http } = target;
  const groups =
    raw.mode === 'each' && http.length > 0
      ? http.map((port) => [port])
      : raw.mode === 'one' && http.length > 0
        ? [http.slice(0, 1)]
        : [http];
  const pods = new Set<string>();
  const drafts = groups.map((ports, i) => {
    const pruned = prune(raw.sections[i] ?? {}, { ...target, ports, flavour });
    const shared = raw.mode === 'each' && pods.has(String(ports[0]?.target));
    if (pruned.rateLimit !== undefined && pruned.rateLimit.enabled !== false) pods.add(String(ports[0]?.target));
    const rest = shared ? { ...pruned, rateLimit: undefined } : pruned;
    return { service, ports, port: raw.mode === 'all' ? undefined : ports[0]?.port, sections: rest };
  });
  // One breaker for the whole Service, whichever policy sets it.
  const breaker = drafts.find(({ sections }) => sections.circuitBreaker !== undefined && sections.circuitBreaker.enabled !== false)
    ?.sections.circuitBreaker;
  return drafts.map((draft) =>
    draft.sections.circuitBreaker === undefined
      ? draft
      : { ...draft, sections: { ...draft.sections, circuitBreaker: breaker ?? draft.sections.circuitBreaker } },
  );
}

/** Takes out what this target cannot have without an error. */
function prune(
  sections: Sections,
  { ports, routes, raw, service, hasServers, flavour }: Target & { readonly ports: readonly PortModel[]; readonly flavour: Flavour },
): Sections {
  const { circuitBreaker, retry, timeout, rateLimit, loadBalancing, bulkhead } = sections;
  const { maxEjectionPercent: _p, interval: _i, ...plainBreaker } = circuitBreaker ?? {};
  const { methods, retryableStatusCodes: codes, ...plainRetry } = retry ?? {};
  const grpc = ports.some(({ protocol }) => protocol === 'grpc');
  const safeMethods =
    methods === undefined || routes.length > 0
      ? {}
      : { methods: grpc && !methods.includes('POST') ? ([...methods, 'POST'] as const) : methods };
  const safeCodes = codes === undefined || (grpc && /40[49]/.test(codes)) ? {} : { retryableStatusCodes: codes };
  const limited = service.selector !== undefined && (flavour.meshVersion !== '2.16' || flavour.lossy);
  const { accessPolicy, ...open } = rateLimit ?? {};
  const access = hasServers && raw.spare ? {} : { accessPolicy: accessPolicy ?? 'audit' };
  return {
    ...(circuitBreaker && { circuitBreaker: flavour.lossy ? circuitBreaker : plainBreaker }),
    ...(retry && { retry: flavour.lossy ? retry : { ...plainRetry, ...safeMethods, ...safeCodes } }),
    ...(timeout && { timeout }),
    ...(rateLimit && limited && { rateLimit: { ...open, ...access } }),
    // The default mesh has neither.
    ...(flavour.lossy && { loadBalancing, bulkhead }),
  };
}

export function policyObject({ name, namespace, service, port, sections }: PolicyModel): KubeObject {
  const target = {
    name: service.name,
    ...(service.namespace === '' || service.namespace === namespace ? {} : { namespace: service.namespace }),
    ...(port === undefined ? {} : { port }),
  };
  const written = Object.fromEntries(Object.entries(sections).filter(([, section]) => section !== undefined));
  return {
    apiVersion: `${group}/v1`,
    kind: 'ResiliencePolicy',
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    spec: { targetRef: target, ...written },
  };
}
