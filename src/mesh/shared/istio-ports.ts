import type { ServiceFacts, ServicePort } from '../../model/service-plan.ts';
import type { PortKind } from '../backend.ts';

/** Ports whose first bytes come from the server, so that Istio takes them for TCP unless a name or appProtocol says otherwise. */
const serverFirst: Readonly<Record<number, string>> = { 25: 'SMTP', 53: 'DNS', 3306: 'MySQL', 27017: 'MongoDB' };

/** What Kubernetes itself defines, in place of a protocol of Istio. */
const standard: Readonly<Record<string, string>> = {
  'kubernetes.io/h2c': 'http2',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'https',
};

const byteStreams: ReadonlySet<string> = new Set(['https', 'tls', 'tcp', 'udp', 'mongo', 'mysql', 'redis', 'hbone', 'doublehbone']);
const requests: ReadonlySet<string> = new Set(['http', 'http_proxy', 'http2', 'grpc']);

/**
 * How Istio reads a Service port (ConvertProtocol, 1.27 to 1.30): `<protocol>[-suffix]` in appProtocol, else in the name,
 * in any case; what is declared as neither is looked at and treated as HTTP where it is.
 */
export function portKind(_service: ServiceFacts, { port, name, protocol, appProtocol }: ServicePort): PortKind {
  if (protocol !== 'TCP') return { reason: `is ${protocol}` };
  const declared = protocolOf(standard[appProtocol ?? ''] ?? appProtocol ?? name);
  if (byteStreams.has(declared)) return { reason: appProtocol === undefined ? `is named ${name}` : `has appProtocol: ${appProtocol}` };
  const wellKnown = serverFirst[port];
  if (wellKnown !== undefined && !requests.has(declared))
    return { reason: `is port ${port}, which Istio takes for ${wellKnown} unless its name or appProtocol is http` };
  // appProtocol: kubernetes.io/h2c is all that some meshes read, beside a name that says gRPC.
  return { http: declared === 'grpc' || protocolOf(name) === 'grpc' ? 'grpc' : 'http' };
}

/** `grpc-web` comes out as grpc: its conditions are the same. */
function protocolOf(text: string): string {
  return text.toLowerCase().split('-', 1)[0] ?? '';
}
