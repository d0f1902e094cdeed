import type { Report } from '../diagnostics/diagnostic.ts';
import type { MeshBackend } from '../mesh/backend.ts';
import type { RenderOptions } from '../model/options.ts';
import { fieldPath, type Policy } from '../model/policy.ts';
import type { PolicyField } from '../model/policy-field.ts';
import { placeOf } from '../model/resource.ts';
import { formatPolicy } from '../model/service-plan.ts';

/** What is needed to judge a loss. */
export interface LossContext {
  readonly backend: MeshBackend;
  readonly version: string;
  readonly options: RenderOptions;
  readonly report: Report;
}

/** Every leaf that a policy sets and the mesh does not enforce as asked: the core says so, not the mesh (design §2). Reports RP4001 to RP4003. */
export function reportSupport(policy: Policy, context: LossContext): void {
  const table = context.backend.supports(context.options);
  for (const field of policy.fields) {
    const support = table[field];
    switch (support.level) {
      case 'native':
        break;
      case 'approximate':
        reportApproximation(policy, { field, how: support.how }, context);
        break;
      case 'none':
        reportLoss(policy, { field, reason: support.reason }, context);
    }
  }
}

/** A leaf that is not enforced: an error unless it was accepted by name. */
export function reportLoss(policy: Policy, loss: { readonly field: PolicyField; readonly reason: string }, context: LossContext): void {
  const { backend, version, options, report } = context;
  const accepted = options.allowLoss.includes('all') || options.allowLoss.includes(loss.field);
  report(accepted ? 'RP4002' : 'RP4001', placeOf(policy.resource, fieldPath(loss.field)), {
    ...loss,
    mesh: `${backend.title} ${version}`,
    documentation: backend.documentation,
    policy: formatPolicy(policy),
  });
}

/** A leaf that is enforced, but not quite as asked. */
export function reportApproximation(
  policy: Policy,
  leaf: { readonly field: PolicyField; readonly how: string },
  context: LossContext,
): void {
  context.report('RP4003', placeOf(policy.resource, fieldPath(leaf.field)), {
    ...leaf,
    mesh: `${context.backend.title} ${context.version}`,
    documentation: context.backend.documentation,
    policy: formatPolicy(policy),
  });
}
