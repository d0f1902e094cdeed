import type { Catalog } from '../code-entry.ts';

/** RP4020 to RP4029: what is true of Istio alone, with sidecars and without. */
export interface IstioCodes {
  readonly RP4020: { object: string; policy: string; service: string };
  readonly RP4021: { object: string; policy: string; service: string };
  readonly RP4022: { policy: string; service: string; percent: number; endpoints: number; least: number };
}

export const istioCodes: Catalog<IstioCodes> = {
  RP4020: {
    severity: 'error',
    message: ({ object, policy, service }) =>
      `policy ${policy} needs a VirtualService for the host of Service ${service}, which ${object} already routes`,
    hint: ({ object }) =>
      `keep one of the two: delete ${object}, or write retries and timeouts into it and take them out of the policy${object.startsWith('VirtualService ') ? '; if it is for an ingress gateway alone, leave mesh out of its gateways' : ''}`,
    explain:
      'Sidecars follow one VirtualService for a host and drop every other; HTTPRoutes and GRPCRoutes of a Service become VirtualServices too, and an exact host hides a wildcard. Which one would win is not decided by any manifest. The spec of an object of yours is never changed.',
  },
  RP4021: {
    severity: 'error',
    message: ({ object, policy, service }) =>
      `policy ${policy} needs a DestinationRule for the host of Service ${service}, for which ${object} already is one`,
    hint: ({ object }) =>
      `keep one of the two: delete ${object}, or write breaker, load balancing, bulkhead and idle timeout into it and take them out of the policy`,
    explain:
      'Of several DestinationRules for a host Istio keeps the trafficPolicy of the oldest one whole, and an exact host hides a wildcard with its TLS settings. The spec of an object of yours is never changed.',
  },
  RP4022: {
    severity: 'warning',
    message: ({ policy, service, percent, endpoints }) =>
      `the circuit breaker of policy ${policy} can never trip: maxEjectionPercent ${percent} of ${endpoints} ${endpoints === 1 ? 'endpoint' : 'endpoints'} of Service ${service} is less than one`,
    hint: ({ least }) => `set maxEjectionPercent to ${least} or more, or leave it out: all endpoints may be ejected then`,
    explain:
      'Since Envoy 1.28 an endpoint is ejected only while 100 * (ejected + 1) / endpoints <= maxEjectionPercent, and that holds for the first one too. The endpoints are the replicas of the workloads in the input that the Service selects, or the least that an autoscaler keeps.',
  },
};
