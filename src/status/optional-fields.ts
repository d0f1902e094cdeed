import { gatewayGroup, istioGroup, linkerdPolicyGroup } from '../model/kinds.ts';
import { groupOf, type Identity } from '../model/resource.ts';

/**
 * Keys in the specs of generated objects that a mesh writes for some policies and not for others. Where one is found that the
 * policy does not ask for, it was asked for before, and the mesh still enforces it. All other keys that are not rendered
 * belong to somebody else. No definition gives any of these a default (a test compares the table with all goldens).
 */
const optional: Readonly<Record<string, readonly string[]>> = {
  [`${gatewayGroup}/HTTPRoute`]: ['timeouts', 'request', 'backendRequest', 'retry', 'codes', 'method'],
  [`${istioGroup}/VirtualService`]: ['timeout', 'retries', 'perTryTimeout', 'retryOn', 'method', 'gateways', 'exportTo'],
  [`${istioGroup}/DestinationRule`]: [
    'connectionPool',
    'http',
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'idleTimeout',
    'tcp',
    'loadBalancer',
    'simple',
    'consistentHash',
    'httpHeaderName',
    'httpCookie',
    'path',
    'useSourceIp',
    'outlierDetection',
    'interval',
    'baseEjectionTime',
    'exportTo',
    'workloadSelector',
  ],
  [`${linkerdPolicyGroup}/HTTPLocalRateLimitPolicy`]: ['total', 'identity', 'overrides', 'namespace'],
};

const byKind: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(optional).map(([kind, keys]) => [kind, new Set(keys)]));
const none: ReadonlySet<string> = new Set();

/** The keys of a kind whose presence means something although nobody asks for them. */
export function optionalFieldsOf({ apiVersion, kind }: Pick<Identity, 'apiVersion' | 'kind'>): ReadonlySet<string> {
  return byKind.get(`${groupOf(apiVersion)}/${kind}`) ?? none;
}
