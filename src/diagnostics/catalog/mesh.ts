import type { Catalog } from '../code-entry.ts';

/** RP4xxx: what a mesh cannot do, does differently, or ignores. The words that each message needs. */
export interface MeshCodes {
  readonly RP4001: { field: string; mesh: string; reason: string; policy: string; documentation: string };
  readonly RP4002: { field: string; mesh: string; reason: string; policy: string };
  readonly RP4003: { field: string; mesh: string; how: string; policy: string; documentation: string };
  readonly RP4004: { service: string; mesh: string; reason: string; policy: string };
  readonly RP4005: { service: string; mesh: string; reason: string; policy: string };
  readonly RP4006: { service: string; port: number; policy: string };
  readonly RP4008: { service: string; port: number; mesh: string; reason: string; policy: string };
  readonly RP4009: { service: string; port: number; policy: string };
  readonly RP4010: { codes: string; mapped: string; policy: string; port: number };
  readonly RP4011: { policy: string };
  readonly RP4013: Record<never, never>;
  readonly RP4014: { service: string; policy: string };
  readonly RP4015: { service: string; policy: string };
  readonly RP4016: { service: string; other: string; policy: string; port: string };
  readonly RP4017: { server: string; policy: string; field: string };
  readonly RP4018: { field: string; policy: string; service: string; reason: string };
}

export const meshCodes: Catalog<MeshCodes> = {
  RP4001: {
    severity: 'error',
    message: ({ field, mesh, reason, policy }) => `${mesh} cannot enforce ${field} of policy ${policy}: ${reason}`,
    hint: ({ field, documentation }) =>
      `remove the field, or accept the loss with --allow-loss ${field}; what there is instead: ${documentation}`,
    explain: 'What is declared and not enforced is worse than nothing. The loss has to be accepted by name before anything is rendered.',
  },
  RP4002: {
    severity: 'warning',
    message: ({ field, mesh, reason, policy }) =>
      `${field} of policy ${policy} is not enforced by ${mesh}: ${reason} (accepted by --allow-loss)`,
    explain: 'The loss was accepted. The warning stays, so that it is seen by whoever reads the log.',
  },
  RP4003: {
    severity: 'warning',
    message: ({ field, mesh, how, policy }) => `${mesh} approximates ${field} of policy ${policy}: ${how}`,
    hint: ({ documentation }) => `see ${documentation}`,
    explain: 'The mesh enforces something near to what was asked; the message says what differs.',
  },
  RP4004: {
    severity: 'error',
    message: ({ service, mesh, reason, policy }) => `${mesh} ignores policy ${policy} on Service ${service}: ${reason}`,
    hint: () => 'change the Service or remove what takes precedence, remove the policy, or accept the loss with --allow-loss all',
    explain:
      'The mesh applies no HTTP policy at all to such a target: a headless Service (clients reach pods directly), an ExternalName, an opaque port, or one that a ServiceProfile or TrafficSplit governs.',
  },
  RP4005: {
    severity: 'warning',
    message: ({ service, mesh, reason, policy }) =>
      `${mesh} ignores policy ${policy} on Service ${service}: ${reason} (accepted by --allow-loss)`,
    explain: 'The loss was accepted. Nothing is rendered for this target.',
  },
  RP4006: {
    severity: 'error',
    message: ({ service, port, policy }) =>
      `port ${port} of Service ${service} has appProtocol: grpc, which Linkerd treats as opaque TCP, so policy ${policy} has no effect`,
    hint: () => 'write appProtocol: kubernetes.io/h2c and name the port grpc (or grpc-…)',
    explain:
      'Since 2.18 Linkerd reads appProtocol and knows http, kubernetes.io/h2c, linkerd.io/opaque and linkerd.io/tcp. Any other value makes the port opaque: no retries, timeouts or breaker.',
  },
  RP4008: {
    severity: 'error',
    message: ({ service, port, mesh, reason, policy }) =>
      `policy ${policy} targets port ${port} of Service ${service}, which is not HTTP for ${mesh}: it ${reason}`,
    hint: () => 'target an HTTP port, or correct what makes this one none: its name, protocol, appProtocol or opaque ports',
    explain:
      'Retries, timeouts, breaker and rate limit act on requests. On a port that the mesh carries as a byte stream none of them exists.',
  },
  RP4009: {
    severity: 'warning',
    message: ({ service, port, policy }) =>
      `the circuit breaker of policy ${policy} applies to all ports of Service ${service}, not to port ${port} alone`,
    hint: () => 'leave out targetRef.port, or split the Service',
    explain: 'Linkerd reads the breaker from the Service; there is no breaker of a port or a route.',
  },
  RP4010: {
    severity: 'warning',
    message: ({ codes, mapped, policy, port }) =>
      `policy ${policy} retries HTTP codes ${codes} on gRPC port ${port}; they are mapped to ${mapped}`,
    hint: ({ mapped }) => `say what you mean: retryableGrpcCodes: "${mapped}"`,
    explain:
      'A gRPC call answers 200 with a status in the trailers, so HTTP codes never match. 429 is read as resource-exhausted, other codes as unavailable and internal.',
  },
  RP4011: {
    severity: 'warning',
    message: ({ policy }) => `policy ${policy} enables retries, which corrupt responses on proxies of Linkerd 2.18 before v2.300`,
    hint: () => 'upgrade the proxies to v2.300 (edge-25.6.1) or later before this is applied',
    explain: 'linkerd2#14050: with retries on, 10 to 90 per cent of gRPC calls failed; fixed in proxy v2.300.',
  },
  RP4013: {
    severity: 'warning',
    message: () =>
      '--annotations=operator-v1: Linkerd ignores the config.linkerd.io keys on Services and refuses, or drops, routes with retry.linkerd.io/http: "<count>"',
    hint: () => 'use it only where other tools read these annotations; the default writes what Linkerd enforces',
    explain:
      'The annotations of the operator design document were never read by a release of Linkerd. The option exists for clusters whose tooling expects them.',
  },
  RP4014: {
    severity: 'error',
    message: ({ service, policy }) =>
      `policy ${policy} limits the rate of Service ${service}, which needs a new Server, but rateLimit.accessPolicy is not set`,
    hint: () =>
      'set rateLimit.accessPolicy to what holds today (often all-unauthenticated), or add a Server for these pods and this port to the input',
    explain:
      'A Linkerd Server without accessPolicy denies all traffic; any default written here would open or close access without being asked.',
  },
  RP4015: {
    severity: 'error',
    message: ({ service, policy }) => `policy ${policy} limits the rate of Service ${service}, which has no selector`,
    hint: () => 'give the Service a selector, or remove rateLimit',
    explain: 'Linkerd limits rates at the pods that a Server selects. Without a selector there is nothing to select them by.',
  },
  RP4016: {
    severity: 'error',
    message: ({ service, other, policy, port }) =>
      `policy ${policy} limits the rate of Service ${service}, but ${other} already limits the same pods on port ${port}`,
    hint: () => 'keep one of the two',
    explain: 'Linkerd enforces one HTTPLocalRateLimitPolicy per Server and rejects the younger one.',
  },
  RP4017: {
    severity: 'warning',
    message: ({ server, policy, field }) =>
      `${field} of policy ${policy} has no effect: ${server} of the input is used, with its own accessPolicy`,
    hint: () => 'remove it from the policy, or remove the Server to have one generated',
    explain: 'Access is decided by the Server that exists. It is not changed.',
  },
  RP4018: {
    severity: 'warning',
    message: ({ field, policy, service, reason }) => `${field} of policy ${policy} has no effect on Service ${service}: ${reason}`,
    hint: () => 'remove the field, or check the name of the port (grpc or grpc-… makes it gRPC)',
    explain: 'Retry conditions come in two kinds, HTTP codes and gRPC statuses. Each acts only on ports of its own protocol.',
  },
};
