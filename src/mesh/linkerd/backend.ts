import { gatewayGroup, linkerdPolicyGroup } from '../../model/kinds.ts';
import { placeOf } from '../../model/resource.ts';
import { formatPolicy, type HttpProtocol, type ServicePlan } from '../../model/service-plan.ts';
import type { MeshBackend, MeshContext, MeshOutput } from '../backend.ts';
import { reportUselessRetryFields } from '../shared/useless-retry-fields.ts';
import { renderBreaker } from './breaker.ts';
import { couldHaveWritten } from './could-have-written.ts';
import { reportDoubleLimits } from './double-limits.ts';
import { ignores } from './ignores.ts';
import { annotationKeys, unreadKeys } from './keys.ts';
import { members } from './members.ts';
import { reportForeignKeys } from './own-routes.ts';
import { portKind } from './ports.ts';
import { renderRateLimits } from './rate-limit.ts';
import { renderPort, routeKindOf } from './routes.ts';
import { supports } from './supports.ts';
import { versions } from './versions.ts';

/** Linkerd 2.16 and later: annotated Services and routes, rate limits as objects of policy.linkerd.io. See README.md beside this file. */
export const linkerd: MeshBackend = {
  title: 'Linkerd',
  writes: 'annotations on Services and routes, HTTPRoutes and GRPCRoutes, rate limits of policy.linkerd.io',
  documentation: 'https://linkerd.io/2-edge/reference/',
  generates: [
    { group: gatewayGroup, kind: 'HTTPRoute' },
    { group: gatewayGroup, kind: 'GRPCRoute' },
    { group: linkerdPolicyGroup, kind: 'Server' },
    { group: linkerdPolicyGroup, kind: 'HTTPLocalRateLimitPolicy' },
  ],
  versions,
  supports,
  portKind,
  ignores,
  render: renderPlan,
  check: (outputs, context) => {
    reportDoubleLimits(
      outputs.flatMap((output) => output.generating),
      context,
    );
    if (context.options.annotations === 'operator-v1' && outputs.length > 0) context.report('RP4013', [], {});
  },
  members,
  reads: [
    { group: gatewayGroup, kind: 'HTTPRoute' },
    { group: gatewayGroup, kind: 'GRPCRoute' },
    { group: linkerdPolicyGroup, kind: 'HTTPRoute' },
    { group: linkerdPolicyGroup, kind: 'Server' },
    { group: linkerdPolicyGroup, kind: 'HTTPLocalRateLimitPolicy' },
    { group: 'linkerd.io', kind: 'ServiceProfile' },
    { group: 'split.smi-spec.io', kind: 'TrafficSplit' },
    { group: '', kind: 'Namespace' },
  ],
  namespaceSays: 'their default for opaque ports',
  annotationKeys,
  unreadKeys,
  couldHaveWritten,
};

function renderPlan(plan: ServicePlan, context: MeshContext): MeshOutput {
  warnOfRetries(plan, context);
  reportServiceKeys(plan, context);
  const ports = plan.ports.map((port) => renderPort(port, plan, context));
  return {
    annotating: [...renderBreaker(plan, context), ...ports.flatMap((port) => port.annotating)],
    generating: [...ports.flatMap((port) => port.generating), ...renderRateLimits(plan, context)],
  };
}

function warnOfRetries(plan: ServicePlan, context: MeshContext): void {
  for (const policy of plan.policies) {
    if (policy.retry === undefined) continue;
    const kinds = plan.ports.filter((port) => port.policy === policy).flatMap((port) => kindsOf(port, context));
    const protocols = kinds.map((kind): HttpProtocol => (kind === 'GRPCRoute' ? 'grpc' : 'http'));
    if (context.version === '2.18')
      context.report('RP4011', placeOf(policy.resource, ['spec', 'retry'], 'key'), { policy: formatPolicy(policy) });
    // The dialect has no key for them, which is reported as a loss already.
    if (context.options.annotations === 'operator-v1') continue;
    reportUselessRetryFields(policy, { service: plan.service, protocols, context });
  }
}

function kindsOf(port: ServicePlan['ports'][number], context: MeshContext): readonly string[] {
  return port.ownRoutes.length > 0 ? port.ownRoutes.map(({ resource }) => resource.identity.kind) : [routeKindOf(port, context)];
}

/** Retry and timeout keys on the Service itself would be hidden by the route that a policy needs (linkerd facts §2). */
function reportServiceKeys(plan: ServicePlan, context: MeshContext): void {
  const port = plan.ports.find(({ policy }) => policy.retry !== undefined || policy.timeout !== undefined);
  if (port !== undefined) reportForeignKeys(plan.service.resource, {}, { plan: port, context });
}
