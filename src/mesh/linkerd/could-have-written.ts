import { gatewayGroup, linkerdPolicyGroup } from '../../model/kinds.ts';
import { equalValues, groupOf, isObject, type KubeObject, listAt, numberAt, stringAt, type Value, valueAt } from '../../model/resource.ts';
import { renderRouteSpec } from '../shared/route.ts';

/** Whether a spec is one that this backend writes, whatever the names in it: an overlay may have renamed objects. */
export function couldHaveWritten(object: KubeObject): boolean {
  const group = groupOf(stringAt(object, ['apiVersion']));
  const kind = stringAt(object, ['kind']);
  if (group === gatewayGroup && (kind === 'HTTPRoute' || kind === 'GRPCRoute')) return isRouteSpec(kind, valueAt(object, ['spec']));
  if (group !== linkerdPolicyGroup) return false;
  if (kind === 'Server') return isServerSpec(valueAt(object, ['spec']));
  return kind === 'HTTPLocalRateLimitPolicy' && isLimitSpec(valueAt(object, ['spec']));
}

/** Written again with its own names and numbers, it must come out the same. */
function isRouteSpec(kind: 'HTTPRoute' | 'GRPCRoute', spec: Value | undefined): boolean {
  const service = stringAt(spec, ['parentRefs', 0, 'name']);
  const port = numberAt(spec, ['parentRefs', 0, 'port']);
  const methods = listAt(spec, ['rules', 0, 'matches']).flatMap((match) => stringAt(match, ['method']) || []);
  if (port === undefined) return false;
  return equalValues(
    withoutNamespaces(spec),
    renderRouteSpec({ kind, service, port, methods: methods.length === 0 ? undefined : methods }),
  );
}

/** The namespace transformer of kustomize may have added one to the references. */
function withoutNamespaces(spec: Value | undefined): Value | undefined {
  if (Array.isArray(spec)) return spec.map((each: Value) => withoutNamespaces(each) ?? null);
  if (!isObject(spec)) return spec;
  const entries = Object.entries(spec).filter(([key]) => key !== 'namespace');
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutNamespaces(value) ?? null]));
}

function isServerSpec(spec: Value | undefined): boolean {
  return (
    hasOnly(spec, ['accessPolicy', 'podSelector', 'port', 'proxyProtocol']) &&
    hasOnly(valueAt(spec, ['podSelector']), ['matchLabels']) &&
    stringAt(spec, ['proxyProtocol']) === 'unknown'
  );
}

function isLimitSpec(spec: Value | undefined): boolean {
  return (
    hasOnly(spec, ['targetRef', 'total', 'identity', 'overrides']) &&
    stringAt(spec, ['targetRef', 'kind']) === 'Server' &&
    ['total', 'identity'].every((part) => valueAt(spec, [part]) === undefined || hasOnly(valueAt(spec, [part]), ['requestsPerSecond'])) &&
    listAt(spec, ['overrides']).every((override) => hasOnly(override, ['requestsPerSecond', 'clientRefs']))
  );
}

function hasOnly(value: Value | undefined, keys: readonly string[]): boolean {
  return isObject(value) && Object.keys(value).every((key) => keys.includes(key));
}
