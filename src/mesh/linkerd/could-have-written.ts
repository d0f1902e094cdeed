import { gatewayGroup, linkerdPolicyGroup } from '../../model/kinds.ts';
import { groupOf, isObject, type KubeObject, listAt, stringAt, type Value, valueAt } from '../../model/resource.ts';
import { isRouteSpec } from '../shared/route-shape.ts';

/** Whether a spec is one that this backend writes, whatever the names in it: an overlay may have renamed objects. */
export function couldHaveWritten(object: KubeObject): boolean {
  const group = groupOf(stringAt(object, ['apiVersion']));
  const kind = stringAt(object, ['kind']);
  if (group === gatewayGroup && (kind === 'HTTPRoute' || kind === 'GRPCRoute')) return isRouteSpec(kind, valueAt(object, ['spec']));
  if (group !== linkerdPolicyGroup) return false;
  if (kind === 'Server') return isServerSpec(valueAt(object, ['spec']));
  return kind === 'HTTPLocalRateLimitPolicy' && isLimitSpec(valueAt(object, ['spec']));
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
