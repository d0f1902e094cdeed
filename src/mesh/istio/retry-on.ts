import type { PortPlan } from '../../model/service-plan.ts';
import type { MeshContext } from '../backend.ts';
import { grpcConditions } from '../shared/grpc-conditions.ts';
import { mayRetryGrpc } from '../shared/grpc-methods.ts';
import { expandCodes, formatCodes } from '../shared/status-codes.ts';

const field = 'retry.retryableStatusCodes';

/** The items of `retries.retryOn` for a port; empty where nothing may be retried. Reports what Envoy reads differently. */
export function retryOn(plan: PortPlan, context: MeshContext): readonly string[] {
  const items = plan.protocol === 'http' ? httpConditions(plan, context) : mayRetryGrpc(plan, context) ? grpcConditions(plan, context) : [];
  // Envoy takes a try that is given up for a reset (wouldRetryFromReset), which no code or gRPC status stands for.
  if (items.length === 0 || items.some(isClass) || plan.policy.retry?.retryTimeout === undefined) return items;
  context.approximate(
    plan.policy,
    'retry.retryTimeout',
    'a try that is given up is repeated by the condition reset, which also repeats connections that fail or are reset',
  );
  return [...items, 'reset'];
}

function httpConditions({ policy, port }: PortPlan, context: MeshContext): readonly string[] {
  const conditions = policy.retry?.statusCodes;
  if (conditions === undefined) return ['5xx'];
  const classes = conditions.filter(isClass);
  // Istio has no ranges: one is written code by code, without those that it would refuse.
  const items = [...new Set(conditions.flatMap((each) => (isClass(each) ? each : expandCodes(each).named.map(String))))];
  const nameless = conditions.flatMap((each) => (isClass(each) ? [] : expandCodes(each).nameless));
  if (nameless.length > 0) {
    const codes = formatCodes([...new Set(nameless)].sort((a, b) => a - b));
    const rest = items.length === 0 ? `, so nothing is retried on port ${port.port}` : '';
    context.lose(policy, field, `it takes only status codes that have a name, not ${codes}${rest}`);
  }
  if (classes.length > 0)
    context.approximate(policy, field, `${classes.join(' and ')} also retries connections that fail or are reset, and refused streams`);
  return items;
}

function isClass(condition: string): boolean {
  return condition === '5xx' || condition === 'gateway-error';
}
