import type { MeshTarget } from './golden-mesh.ts';

/** Objects by hand in the form that a backend writes, so that no oracle passes because there is no golden yet. */
export interface MeshFixture {
  readonly name: string;
  readonly target: MeshTarget;
  readonly text: string;
}

const mark = 'annotations: {resilience.auth-platform.github.com/generated-from: web}';

const surroundings = (namespaceLabels: string, serviceLabels = ''): string => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {${namespaceLabels}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web${serviceLabels}}}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080}, {name: grpc-api, port: 50051, targetPort: 50051}]
`;

const virtualService = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop, ${mark}}
spec:
  hosts: [web.shop.svc.cluster.local]
  http:
  - match: [{port: 80}]
    timeout: 10s
    retries: {attempts: 3, perTryTimeout: 1500ms, retryOn: "5xx,429"}
    route: [{destination: {host: web.shop.svc.cluster.local, port: {number: 80}}}]
  - match: [{port: 50051}]
    retries: {attempts: 0}
    route: [{destination: {host: web.shop.svc.cluster.local, port: {number: 50051}}}]
`;

const destinationRule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop, ${mark}}
spec:
  host: web.shop.svc.cluster.local
  trafficPolicy:
    portLevelSettings:
    - port: {number: 80}
      outlierDetection: {consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 100}
      connectionPool: {tcp: {maxConnections: 100}, http: {http1MaxPendingRequests: 50, http2MaxRequests: 200, idleTimeout: 15m}}
      loadBalancer: {consistentHash: {httpCookie: {name: cart, ttl: 0s}}}
    - port: {number: 50051}
      outlierDetection: {consecutive5xxErrors: 7, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 50}
      loadBalancer: {simple: LEAST_REQUEST}
`;

const route = (rule: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop, ${mark}}
spec:
  parentRefs: [{group: "", kind: Service, name: web, port: 80}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /}}]
    backendRefs: [{group: "", kind: Service, name: web, port: 80, weight: 1}]
    timeouts: {request: 10s, backendRequest: 1s500ms}
${rule}`;

const retry = '    retry: {attempts: 3, codes: [500, 502, 503, 504, 429], backoff: 100ms}\n';
const grpcRoute = `apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: web-50051, namespace: shop, ${mark}}
spec:
  parentRefs: [{group: "", kind: Service, name: web, port: 50051}]
  rules:
  - backendRefs: [{group: "", kind: Service, name: web, port: 50051, weight: 1}]
`;

const standard = 'standard';
const experimental = 'experimental';
const join = (...documents: readonly string[]): string => documents.join('---\n');
const waypoint = ', istio.io/use-waypoint: shop-waypoint';

export const meshFixtures: Readonly<Record<'istio' | 'ambient' | 'gateway' | 'gatewayExperimental', MeshFixture>> = {
  istio: {
    name: 'rules of a sidecar',
    target: { mesh: 'istio', channel: standard },
    text: join(surroundings('istio-injection: enabled'), virtualService, destinationRule),
  },
  ambient: {
    name: 'a route and a rule of a waypoint',
    target: { mesh: 'istio-ambient', channel: experimental },
    text: join(surroundings('istio.io/dataplane-mode: ambient', waypoint), route(retry), destinationRule),
  },
  gateway: {
    name: 'routes of the standard channel',
    target: { mesh: 'gateway-api', channel: standard },
    text: join(surroundings(''), route(''), grpcRoute),
  },
  gatewayExperimental: {
    name: 'routes of the experimental channel',
    target: { mesh: 'gateway-api', channel: experimental },
    text: join(surroundings(''), route(retry), grpcRoute),
  },
};
