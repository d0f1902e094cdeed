import { gatewayGroup, istioGroup } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/resource.ts';
import type { ServiceFacts, ServicePlan } from '../../model/service-plan.ts';
import type { Generating, Ignored, MeshBackend, MeshContext, MeshOutput } from '../backend.ts';
import { isOurDestinationRule, renderDestinationRule } from '../shared/destination-rule.ts';
import { portKind } from '../shared/istio-ports.ts';
import { warnOfSmallPools } from '../shared/small-pool.ts';
import { reportUselessRetryFields } from '../shared/useless-retry-fields.ts';
import { reportConflicts } from './conflicts.ts';
import { loseOnHeadless } from './headless.ts';
import { members } from './members.ts';
import { isOurVirtualService } from './own-virtual-service.ts';
import { supports } from './supports.ts';
import { renderVirtualService } from './virtual-service.ts';

/** Istio with sidecars: one VirtualService and one DestinationRule for each Service. See README.md beside this file. */
export const istio: MeshBackend = {
  title: 'Istio',
  writes: 'one VirtualService and one DestinationRule for each host',
  documentation: 'https://istio.io/latest/docs/reference/config/networking/',
  generates: [
    { group: istioGroup, kind: 'VirtualService' },
    { group: istioGroup, kind: 'DestinationRule' },
  ],
  versions: ['1.27', '1.28', '1.29', '1.30'],
  supports,
  portKind,
  ignores,
  render: renderPlan,
  members,
  reads: [
    { group: istioGroup, kind: 'VirtualService' },
    { group: istioGroup, kind: 'DestinationRule' },
    { group: gatewayGroup, kind: 'HTTPRoute' },
    { group: gatewayGroup, kind: 'GRPCRoute' },
  ],
  annotationKeys: new Set(),
  unreadKeys: new Set(),
  couldHaveWritten: (object: KubeObject) => isOurVirtualService(object) || isOurDestinationRule(object),
};

/** Since Istio 1.21 an ExternalName is another name for the host behind it, and no rule can be for it. */
function ignores({ type }: ServiceFacts): Ignored | undefined {
  return type === 'ExternalName' ? { reason: 'it is an ExternalName, which is only another name for the host behind it' } : undefined;
}

function renderPlan(plan: ServicePlan, context: MeshContext): MeshOutput {
  for (const policy of plan.policies) {
    const protocols = plan.ports.filter((port) => port.policy === policy).map(({ protocol }) => protocol);
    reportUselessRetryFields(policy, { service: plan.service, protocols, context });
  }
  if (plan.service.headless) loseOnHeadless(plan, context);
  else warnOfSmallPools(plan, context);
  const rules = [renderVirtualService(plan, context), renderDestinationRule(plan, context)];
  const generating = rules.filter((rule): rule is Generating => rule !== undefined);
  reportConflicts(plan, generating, context);
  return { annotating: [], generating };
}
