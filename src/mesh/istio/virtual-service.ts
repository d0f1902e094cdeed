import { formatDuration } from '../../model/duration.ts';
import { istioGroup } from '../../model/kinds.ts';
import type { Policy } from '../../model/policy.ts';
import type { KubeObject, ObjectValue } from '../../model/resource.ts';
import type { PortPlan, ServicePlan } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';
import { hostOf, ruleNameOf } from '../shared/istio-host.ts';
import { retryOn } from './retry-on.ts';

/**
 * One VirtualService for the host of a Service, over all its policies, since sidecars do not merge two (meshes facts §6).
 * Each rule is for one port, so that other ports keep their default routes. Undefined where no policy asks for one.
 */
export function renderVirtualService({ service, ports }: ServicePlan, context: MeshContext): Generating | undefined {
  const host = hostOf(service, context.options);
  const rules = ports.flatMap((port) => rulesOf(port, host, context).map((rule) => ({ rule, policy: port.policy })));
  if (rules.length === 0) return undefined;
  const object: KubeObject = {
    apiVersion: `${istioGroup}/v1`,
    kind: 'VirtualService',
    metadata: { name: ruleNameOf(service), ...(service.namespace === '' ? {} : { namespace: service.namespace }) },
    spec: { hosts: [host], http: rules.map(({ rule }) => rule) },
  };
  return { object, policies: [...new Set(rules.map(({ policy }) => policy))] };
}

/** Zero attempts stand alone: beside conditions or a time per try, Istio's validation refuses them (meshes facts §2.2). */
const noRetries: ObjectValue = { attempts: 0 };

function rulesOf(plan: PortPlan, host: string, context: MeshContext): readonly ObjectValue[] {
  const { retry, retriesOff, timeout } = plan.policy;
  const port = plan.port.port;
  const rule = (how: { readonly match: readonly ObjectValue[]; readonly retries?: ObjectValue; readonly timeout: number | undefined }) => ({
    match: how.match,
    ...(how.retries === undefined ? {} : { retries: how.retries }),
    route: [{ destination: { host, port: { number: port } } }],
    ...(how.timeout === undefined ? {} : { timeout: formatDuration(how.timeout) }),
  });
  const whole = least(timeout?.requestTimeout, timeout?.responseTimeout);
  const retries = retriesOf(plan, context);
  if (retries === undefined) reportShadowed(plan.policy, context);
  const rest = { match: [{ port }], timeout: whole };
  if (retries === undefined) {
    // Retries that are off, and those that a loss leaves nothing of, must not become the two of the mesh's default.
    if (retriesOff || retry !== undefined) return [rule({ ...rest, retries: noRetries })];
    return whole === undefined ? [] : [rule(rest)];
  }
  const methods = plan.protocol === 'http' ? retry?.methods : undefined;
  const retried = { retries, timeout: timeout?.requestTimeout };
  if (methods === undefined) return [rule({ match: [{ port }], ...retried })];
  const match = methods.map((method) => ({ method: { exact: method }, port }));
  return [rule({ match, ...retried }), rule({ ...rest, retries: noRetries })];
}

/** Undefined where the policy retries nothing on the port. */
function retriesOf(plan: PortPlan, context: MeshContext): ObjectValue | undefined {
  const { retry, timeout } = plan.policy;
  const conditions = retry === undefined ? [] : retryOn(plan, context);
  if (retry === undefined || conditions.length === 0) return undefined;
  // A response timeout has no field of its own; the try that it is of has one (meshes facts §2.4).
  const perTry = least(retry.retryTimeout, timeout?.responseTimeout);
  return {
    attempts: retry.maxAttempts,
    ...(perTry === undefined ? {} : { perTryTimeout: formatDuration(perTry) }),
    retryOn: conditions.join(','),
  };
}

/** Where nothing is retried there is one limit for both, so that the longer one is never reached. */
function reportShadowed(policy: Policy, context: MeshContext): void {
  const { requestTimeout, responseTimeout } = policy.timeout ?? {};
  if (requestTimeout === undefined || responseTimeout === undefined || responseTimeout >= requestTimeout) return;
  context.approximate(
    policy,
    'timeout.requestTimeout',
    'nothing is retried, so that the shorter responseTimeout ends the request before it',
  );
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
