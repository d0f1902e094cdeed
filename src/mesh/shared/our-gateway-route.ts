import { parseDuration } from '../../model/duration.ts';
import { gatewayGroup } from '../../model/kinds.ts';
import { groupOf, isList, type KubeObject, type ObjectValue, stringAt, type Value, valueAt } from '../../model/resource.ts';
import { formatGatewayDuration } from './gateway-duration.ts';
import type { RouteRetry, RouteTimeouts } from './route.ts';
import { isRouteSpec } from './route-shape.ts';
import { hasShape, isCount, type Shape } from './spec-shape.ts';
import { expandCodes } from './status-codes.ts';

/** A duration in the one spelling that is written. */
const isGatewayDuration: Shape = (value) => {
  const span = typeof value === 'string' ? parseDuration(value) : undefined;
  return span !== undefined && span > 0 && formatGatewayDuration(span) === value;
};

const known: ReadonlySet<Value> = new Set(expandCodes('400-599').named);

/** Registered codes in rising order. */
const areCodes: Shape = (value) =>
  isList(value) && value.length > 0 && value.every((code, i) => known.has(code) && (i === 0 || Number(code) > Number(value[i - 1])));

const retryShape: Shape = { required: { attempts: isCount(1) }, optional: { codes: areCodes } };
const anyTimeouts: Shape = { required: {}, optional: { backendRequest: isGatewayDuration, request: isGatewayDuration } };

/** Whether an object is an HTTPRoute that `renderGatewayRoutes` writes, whatever the names and numbers in it. */
export function isOurGatewayRoute(object: KubeObject): boolean {
  if (groupOf(stringAt(object, ['apiVersion'])) !== gatewayGroup || stringAt(object, ['kind']) !== 'HTTPRoute') return false;
  const spec = valueAt(object, ['spec']);
  const retry = valueAt(spec, ['rules', 0, 'retry']);
  const timeouts = valueAt(spec, ['rules', 0, 'timeouts']);
  if (retry !== undefined && !hasShape(retry, retryShape)) return false;
  if (timeouts !== undefined && (!hasShape(timeouts, anyTimeouts) || Object.keys(timeouts as ObjectValue).length === 0)) return false;
  return isRouteSpec('HTTPRoute', spec, { retry: retry as RouteRetry | undefined, timeouts: timeouts as RouteTimeouts | undefined });
}
