import { linkerdPolicyGroup } from '../../model/kinds.ts';
import type { Policy } from '../../model/policy.ts';
import { formatIdentity, formatName, type KubeObject, placeOf, type Resource } from '../../model/resource.ts';
import { formatPolicy, type PortPlan, type ServiceFacts, type ServicePlan } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';
import { objectName } from '../shared/object-name.ts';
import { reportTwice } from './double-limits.ts';
import { existingOf, serverKey } from './existing.ts';
import { isAtLeast } from './versions.ts';

/** Rate limits of one Service: one HTTPLocalRateLimitPolicy for each pod port that a policy limits. Reports RP4014 to RP4017. */
export function renderRateLimits(plan: ServicePlan, context: MeshContext): readonly Generating[] {
  const seen = new Map<string, Policy>();
  return plan.ports.flatMap((port) => {
    const target = String(port.port.targetPort);
    const first = seen.get(target);
    if (port.policy.rateLimit === undefined || first === port.policy) return [];
    if (first !== undefined) {
      reportTwice(port.policy, first, { port: target, report: context.report });
      return [];
    }
    seen.set(target, port.policy);
    return renderRateLimit(port, plan.service, context);
  });
}

function renderRateLimit(plan: PortPlan, service: ServiceFacts, context: MeshContext): readonly Generating[] {
  const { policy } = plan;
  const { report, version } = context;
  if (!isAtLeast(version, '2.17')) {
    for (const field of policy.fields.filter((each) => each.startsWith('rateLimit.'))) {
      context.lose(policy, field, `HTTPLocalRateLimitPolicy exists since 2.17, the target is ${version}`);
    }
    return [];
  }
  const names = { service: formatName(service), policy: formatPolicy(policy) };
  const place = placeOf(policy.resource, ['spec', 'rateLimit'], 'key');
  if (service.selector === undefined) {
    report('RP4015', [place, placeOf(service.resource)], names);
    return [];
  }
  const existing = existingOf(context.inventory, context.options.namespace).servers.get(
    serverKey(service.effectiveNamespace, service.selector, plan.port.targetPort),
  );
  if (existing !== undefined) return limitOnServer(existing, { plan, service, context });
  if (policy.rateLimit?.accessPolicy === undefined) {
    report('RP4014', [place, placeOf(service.resource)], names);
    return [];
  }
  const name = objectName(plan);
  return [
    { object: renderServer(plan, service, { name, accessPolicy: policy.rateLimit.accessPolicy }), policies: [policy] },
    { object: renderLimit(plan, service, { name, server: name }), policies: [policy] },
  ];
}

interface Limiting {
  readonly plan: PortPlan;
  readonly service: ServiceFacts;
  readonly context: MeshContext;
}

function limitOnServer(server: Resource, { plan, service, context }: Limiting): readonly Generating[] {
  const { policy } = plan;
  const { limits } = existingOf(context.inventory, context.options.namespace);
  const other = limits.get(`${service.effectiveNamespace}/${server.identity.name}`);
  if (other !== undefined) {
    context.report('RP4016', [placeOf(policy.resource, ['spec', 'rateLimit'], 'key'), placeOf(other)], {
      service: formatName(service),
      policy: formatPolicy(policy),
      other: formatIdentity(other.identity),
      port: String(plan.port.targetPort),
    });
    return [];
  }
  if (policy.rateLimit?.accessPolicy !== undefined) {
    context.report('RP4017', [placeOf(policy.resource, ['spec', 'rateLimit', 'accessPolicy']), placeOf(server)], {
      server: formatIdentity(server.identity),
      policy: formatPolicy(policy),
      field: 'rateLimit.accessPolicy',
    });
  }
  const name = objectName(plan);
  return [{ object: renderLimit(plan, service, { name, server: server.identity.name }), policies: [policy] }];
}

function metadataOf(service: ServiceFacts, name: string): KubeObject {
  return service.namespace === '' ? { name } : { name, namespace: service.namespace };
}

/** `proxyProtocol: unknown` is the CRD's default, written out: the proxy detects HTTP/1 and HTTP/2. */
function renderServer(plan: PortPlan, service: ServiceFacts, how: { readonly name: string; readonly accessPolicy: string }): KubeObject {
  return {
    apiVersion: `${linkerdPolicyGroup}/v1beta3`,
    kind: 'Server',
    metadata: metadataOf(service, how.name),
    spec: {
      accessPolicy: how.accessPolicy,
      podSelector: { matchLabels: { ...service.selector } },
      port: plan.port.targetPort,
      proxyProtocol: 'unknown',
    },
  };
}

function renderLimit({ policy }: PortPlan, service: ServiceFacts, how: { readonly name: string; readonly server: string }): KubeObject {
  const { requestsPerSecond, perClientRequestsPerSecond, overrides = [] } = policy.rateLimit ?? {};
  return {
    apiVersion: `${linkerdPolicyGroup}/v1alpha1`,
    kind: 'HTTPLocalRateLimitPolicy',
    metadata: metadataOf(service, how.name),
    spec: {
      targetRef: { group: linkerdPolicyGroup, kind: 'Server', name: how.server },
      ...(requestsPerSecond === undefined ? {} : { total: { requestsPerSecond } }),
      ...(perClientRequestsPerSecond === undefined ? {} : { identity: { requestsPerSecond: perClientRequestsPerSecond } }),
      ...(overrides.length === 0 ? {} : { overrides: overrides.map(renderOverride) }),
    },
  };
}

function renderOverride(override: NonNullable<Policy['rateLimit']>['overrides'][number]): KubeObject {
  return {
    requestsPerSecond: override.requestsPerSecond,
    clientRefs: override.clients.map(({ serviceAccount, namespace }) => ({
      kind: 'ServiceAccount',
      name: serviceAccount,
      ...(namespace === undefined ? {} : { namespace }),
    })),
  };
}
