import { formatDuration } from '../../model/duration.ts';
import type { Policy } from '../../model/policy.ts';
import { formatName, placeOf } from '../../model/resource.ts';
import { formatPolicy, type ServicePlan } from '../../model/service-plan.ts';
import type { Annotating, MeshContext } from '../backend.ts';
import { accrual, maxFailures, maxPenalty, minPenalty, operatorAccrual, operatorMaxFailures } from './keys.ts';

type Values = Readonly<Record<string, string>>;

/** The circuit breaker, which Linkerd reads from the Service alone: one for all its ports. Reports RP3005, RP4009. */
export function renderBreaker(plan: ServicePlan, context: MeshContext): readonly Annotating[] {
  const policies = plan.policies.filter(({ circuitBreaker }) => circuitBreaker !== undefined);
  const first = policies[0];
  if (first === undefined) return [];
  const values = breakerValues(first, context);
  for (const other of policies.slice(1)) {
    if (JSON.stringify(breakerValues(other, context)) !== JSON.stringify(values)) reportDifferent(first, other, { plan, context });
  }
  for (const policy of policies) warnOfAllPorts(policy, plan, context);
  const { item, resource } = plan.service;
  return [{ item, resource, values, policies }];
}

function breakerValues({ circuitBreaker }: Policy, { options }: MeshContext): Values {
  if (circuitBreaker === undefined) return {};
  const { failureThreshold, baseEjectionTime, maxEjectionTime } = circuitBreaker;
  if (options.annotations === 'operator-v1') return { [operatorAccrual]: 'consecutive', [operatorMaxFailures]: String(failureThreshold) };
  return {
    [accrual]: 'consecutive',
    [maxFailures]: String(failureThreshold),
    ...penaltyValues(baseEjectionTime, maxEjectionTime),
  };
}

/** Linkerd's own penalties, which hold where only one is set. */
const defaultMinPenalty = 1000;
const defaultMaxPenalty = 60_000;

/** Linkerd drops the whole breaker when the minimum is above the maximum, so one set beyond the other's default brings the other along. */
function penaltyValues(base: number | undefined, max: number | undefined): Values {
  const min = base ?? (max !== undefined && max < defaultMinPenalty ? max : undefined);
  const most = max ?? (base !== undefined && base > defaultMaxPenalty ? base : undefined);
  return {
    ...(min === undefined ? {} : { [minPenalty]: formatDuration(min) }),
    ...(most === undefined ? {} : { [maxPenalty]: formatDuration(most) }),
  };
}

function reportDifferent(first: Policy, second: Policy, how: { readonly plan: ServicePlan; readonly context: MeshContext }): void {
  how.context.report(
    'RP3005',
    [placeOf(second.resource, ['spec', 'circuitBreaker'], 'key'), placeOf(first.resource, ['spec', 'circuitBreaker'], 'key')],
    {
      first: formatPolicy(first),
      second: formatPolicy(second),
      service: formatName(how.plan.service),
    },
  );
}

function warnOfAllPorts(policy: Policy, plan: ServicePlan, { report }: MeshContext): void {
  const { port } = policy.target;
  if (port === undefined || plan.service.ports.length < 2) return;
  report('RP4009', placeOf(policy.resource, ['spec', 'circuitBreaker'], 'key'), {
    policy: formatPolicy(policy),
    service: formatName(plan.service),
    port,
  });
}
