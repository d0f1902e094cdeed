import { stringAt } from '../../model/resource.ts';
import type { ServiceFacts, ServicePort } from '../../model/service-plan.ts';
import type { MeshContext, PortKind } from '../backend.ts';
import { isAtLeast } from './versions.ts';

const opaquePortsKey = 'config.linkerd.io/opaque-ports';
/** Default of the control plane chart (`proxy.opaquePorts`). */
const defaultOpaquePorts = '25,587,3306,4444,5432,6379,9300,11211';

/** Port names whose protocol is not HTTP in the clear, alone or with a `-suffix` (design §4). */
const byteStreamName = /^(?:tcp|tls|https|mysql|mongo|redis)(?:-|$)/;
const grpcName = /^grpc(?:-|$)/;

/** How Linkerd treats a Service port. appProtocol, read since 2.18, beats the opaque ports. */
export function portKind(service: ServiceFacts, port: ServicePort, context: MeshContext): PortKind {
  if (port.protocol !== 'TCP') return { reason: `is ${port.protocol}` };
  const named = grpcName.test(port.name) ? 'grpc' : 'http';
  if (port.appProtocol !== undefined && isAtLeast(context.version, '2.18')) return kindOfAppProtocol(port.appProtocol, named);
  const opaque = whyOpaque(service, port.port, context);
  if (opaque !== undefined) return { reason: opaque };
  return byteStreamName.test(port.name) ? { reason: `is named ${port.name}` } : { http: named };
}

/** Any value that Linkerd does not know makes the port opaque: no retries, timeouts or breaker. */
function kindOfAppProtocol(appProtocol: string, named: 'http' | 'grpc'): PortKind {
  switch (appProtocol.toLowerCase()) {
    case 'http':
      return { http: 'http' };
    case 'kubernetes.io/h2c':
      return { http: named };
    default:
      return { reason: `has appProtocol: ${appProtocol}, which Linkerd treats as opaque` };
  }
}

/** Who says that a port is opaque: the Service's annotation, else its Namespace's, else the default list; each replaces the next, none extends it. */
function whyOpaque(service: ServiceFacts, port: number, { inventory, options }: MeshContext): string | undefined {
  const own = service.annotations[opaquePortsKey];
  if (own !== undefined) return listsPort(own, port) ? `is opaque by ${opaquePortsKey} on the Service` : undefined;
  const namespace = inventory
    .ofKind('', 'Namespace')
    .find(({ identity }) => identity.name === (service.effectiveNamespace || options.namespace));
  const resource = namespace === undefined ? undefined : inventory.open(namespace);
  const inherited = stringAt(resource?.object, ['metadata', 'annotations', opaquePortsKey]);
  if (inherited === '')
    return listsPort(defaultOpaquePorts, port)
      ? `is opaque by Linkerd's default list (${opaquePortsKey} on the Service replaces it)`
      : undefined;
  return listsPort(inherited, port) ? `is opaque by ${opaquePortsKey} on its Namespace` : undefined;
}

/** A comma list of ports and `from-to` ranges. */
function listsPort(list: string, port: number): boolean {
  return list.split(',').some((entry) => {
    const [from, to] = entry.trim().split('-', 2).map(Number);
    return from !== undefined && port >= from && port <= (to ?? from);
  });
}
