import { group } from '../../src/model/group.ts';
import type { KubeObject } from '../../src/model/resource.ts';
import type { RawGovernance } from './arbitraries-governance.ts';
import type { PortModel, ServiceModel } from './arbitraries-service.ts';

/* What of the user's own stands beside a Service and its policies: routes, Servers, grants. */

export interface OwnRouteModel {
  readonly service: ServiceModel;
  /** Undefined: attached to all ports. */
  readonly port: number | undefined;
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly object: KubeObject;
}

export function buildRoutes(service: ServiceModel, http: readonly PortModel[], { own, mode }: RawGovernance): readonly OwnRouteModel[] {
  if (own === 'none') return [];
  if (own === 'whole') return mode === 'all' ? [ownRoute(service, undefined)] : [];
  return (own === 'first' ? http.slice(0, 1) : http).map((port) => ownRoute(service, port));
}

function ownRoute(service: ServiceModel, port: PortModel | undefined): OwnRouteModel {
  const kind = port?.protocol === 'grpc' ? 'GRPCRoute' : 'HTTPRoute';
  const isPolicyKind = kind === 'HTTPRoute' && port?.port === 8080;
  const name = `${service.name}-own${port === undefined ? '' : `-${port.port}`}`;
  const object = {
    apiVersion: isPolicyKind ? 'policy.linkerd.io/v1beta3' : 'gateway.networking.k8s.io/v1',
    kind,
    metadata: metadata(name, service),
    spec: {
      parentRefs: [
        { group: isPolicyKind ? 'core' : '', kind: 'Service', name: service.name, ...(port === undefined ? {} : { port: port.port }) },
      ],
      rules: [{ backendRefs: [{ name: `${service.name}-v2`, port: 80 }] }],
    },
  };
  return { service, port: port?.port, kind, name, object };
}

export function buildServers(service: ServiceModel, http: readonly PortModel[]): readonly KubeObject[] {
  return [...new Set(http.map(({ target }) => target))].map((port) => ({
    apiVersion: 'policy.linkerd.io/v1beta3',
    kind: 'Server',
    metadata: metadata(`${service.name}-server-${port}`, service),
    spec: { podSelector: { matchLabels: service.selector ?? {} }, port, accessPolicy: 'all-unauthenticated', proxyProtocol: 'HTTP/1' },
  }));
}

export function grantFor(service: ServiceModel, whole: boolean): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: metadata(`${service.name}-grant`, service),
    spec: {
      from: [{ group, kind: 'ResiliencePolicy', namespace: 'ops' }],
      to: [{ group: '', kind: 'Service', ...(whole ? {} : { name: service.name }) }],
    },
  };
}

function metadata(name: string, { namespace }: ServiceModel): KubeObject {
  return namespace === '' ? { name } : { name, namespace };
}
