import type { Catalog } from '../code-entry.ts';

/** RP403x: what the Gateway API cannot say for a Service, and what a route or a waypoint decides. The words that each message needs. */
export interface GatewayApiCodes {
  readonly RP4030: { policy: string; mesh: string; remains: string };
  readonly RP4031: { object: string; service: string; port: number; policy: string };
  readonly RP4032: { service: string; policy: string; reason: string };
  readonly RP4033: { object: string; service: string; policy: string };
}

export const gatewayApiCodes: Catalog<GatewayApiCodes> = {
  RP4030: {
    severity: 'warning',
    message: ({ policy, mesh, remains }) => `policy ${policy} switches retries off, which no route can say to ${mesh}: ${remains}`,
    hint: () => 'switch retries off in the settings of the mesh, or leave retry out of the policy where its own retries are welcome',
    explain:
      'retry.attempts of an HTTPRoute is at least 1, and a route without retry leaves the number to the implementation, which may retry by itself. The policy is rendered as if it did not speak of retries.',
  },
  RP4031: {
    severity: 'error',
    message: ({ object, service, port, policy }) =>
      `${object} is attached to port ${port} of Service ${service}, for which policy ${policy} needs a route of its own`,
    hint: () =>
      'write timeouts and retry into your route and take them out of the policy, remove the route, or govern other ports with targetRef.port',
    explain:
      'Timeouts and retries stand in the spec of a route, and a spec that you wrote is never edited. A second route beside yours would take part in matching: where yours is a GRPCRoute ours would not be accepted, and where yours has no catch-all ours would answer what yours leaves out.',
  },
  RP4032: {
    severity: 'warning',
    message: ({ service, policy, reason }) => `policy ${policy} needs a waypoint for Service ${service}, but ${reason}`,
    hint: () =>
      'label the Service or its Namespace with istio.io/use-waypoint: <name of the waypoint>; it is fine to ignore this where the label is set elsewhere',
    explain:
      'In ambient mode ztunnel carries bytes; routes and DestinationRules act in a waypoint alone. A Service that uses none gets no timeout, retry or breaker, without any error.',
  },
  RP4033: {
    severity: 'error',
    message: ({ object, service, policy }) =>
      `policy ${policy} needs an HTTPRoute on Service ${service}, whose host ${object} already routes`,
    hint: ({ object }) =>
      `turn ${object} into HTTPRoutes, or remove what the policy needs a route for (timeouts, retry, consistentHash); for an ingress gateway alone, leave mesh out of its gateways`,
    explain:
      'Istio turns an HTTPRoute into a VirtualService. In ambient mode the two kinds for one host are not supported together: which one wins is not defined. The spec of an object of yours is never changed.',
  },
};
