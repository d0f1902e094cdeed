import type { MeshContext, MeshOutput } from '../mesh/backend.ts';
import type { ChosenMesh, MeshPlans } from '../mesh/mesh-choice.ts';
import type { Item } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import type { PolicyField } from '../model/policy-field.ts';
import type { ServicePlan } from '../model/service-plan.ts';
import { reportAllMethods } from './report-all-methods.ts';
import { reportApproximation, reportLoss, reportSupport } from './report-support.ts';

/** What the mesh needs for one Service. */
export interface ServiceOutput extends MeshOutput {
  readonly service: Item;
}

/** Plans → what the meshes need. Each loss of a leaf is reported once per policy. */
export function renderPlans(
  all: readonly Pick<MeshPlans, 'mesh' | 'plans'>[],
  context: Pick<MeshContext, 'options' | 'inventory' | 'report'>,
): readonly ServiceOutput[] {
  return all.flatMap(({ mesh, plans }) => renderForMesh(mesh, plans, context));
}

function renderForMesh(
  { backend, version }: ChosenMesh,
  plans: readonly ServicePlan[],
  context: Pick<MeshContext, 'options' | 'inventory' | 'report'>,
): readonly ServiceOutput[] {
  const lossContext = { backend, version, options: context.options, report: context.report };
  for (const policy of new Set(plans.flatMap((plan) => plan.policies))) reportSupport(policy, lossContext);
  for (const plan of plans) reportAllMethods(plan, context.report);
  const reported = new Set<string>();
  const isNew = (policy: Policy, field: PolicyField, words: string): boolean => {
    const key = `${policy.resource.identity.namespace}/${policy.name} ${field} ${words}`;
    return !reported.has(key) && reported.add(key).has(key);
  };
  const full: MeshContext = {
    ...context,
    version,
    lose: (policy, field, reason) => {
      if (isNew(policy, field, reason)) reportLoss(policy, { field, reason }, lossContext);
    },
    approximate: (policy, field, how) => {
      if (isNew(policy, field, how)) reportApproximation(policy, { field, how }, lossContext);
    },
  };
  const outputs = plans.map((plan): ServiceOutput => {
    const { annotating, generating } = backend.render(plan, full);
    return { annotating, generating, service: plan.service.item };
  });
  backend.check?.(outputs, full);
  return outputs;
}
