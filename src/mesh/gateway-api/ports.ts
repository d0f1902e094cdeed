import type { HttpProtocol, ServiceFacts, ServicePort } from '../../model/service-plan.ts';
import type { PortKind } from '../backend.ts';

/** Port names whose protocol is not HTTP in the clear, alone or with a `-suffix`, by the convention that implementations share. */
const byteStreamName = /^(?:tcp|tls|https|mysql|mongo|redis)(?:-|$)/;
const grpcName = /^grpc(?:-|$)/;

/** What a Service port carries: appProtocol says it (GEP-1911), else the name of the port, else it is HTTP. */
export function portKind(_: ServiceFacts, port: ServicePort): PortKind {
  if (port.protocol !== 'TCP') return { reason: `is ${port.protocol}` };
  const named: HttpProtocol = grpcName.test(port.name) ? 'grpc' : 'http';
  if (port.appProtocol !== undefined) return kindOfAppProtocol(port.appProtocol, named);
  return byteStreamName.test(port.name) ? { reason: `is named ${port.name}` } : { http: named };
}

function kindOfAppProtocol(appProtocol: string, named: HttpProtocol): PortKind {
  switch (appProtocol.toLowerCase()) {
    case 'http':
    case 'http2':
    case 'kubernetes.io/h2c':
    case 'kubernetes.io/ws':
      return { http: named };
    case 'grpc':
    case 'grpc-web':
      return { http: 'grpc' };
    default:
      return { reason: `has appProtocol: ${appProtocol}, which is not HTTP in the clear` };
  }
}
