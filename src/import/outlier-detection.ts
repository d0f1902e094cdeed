import type { FieldPath } from '../model/place.ts';
import { isObject, numberAt, type Resource, valueAt } from '../model/resource.ts';
import { durationAt } from './duration-at.ts';
import type { Importing } from './importing.ts';
import { reportField, reportNear, reportRest, reportUseless } from './report-rest.ts';
import type { Settings, Take } from './setting.ts';

/** Istio's defaults (meshes facts §2.3). */
const defaultErrors = 5;
const defaultPercent = 10;

const knownFields = ['consecutive5xxErrors', 'consecutiveGatewayErrors', 'interval', 'baseEjectionTime', 'maxEjectionPercent'];

/** Istio's circuit breaker. What it does where nothing is written becomes part of the policy: a policy means something else by it. */
export function readOutlierDetection(
  resource: Resource,
  path: FieldPath,
  how: { readonly take: Take; readonly importing: Importing },
): Settings {
  const { take, importing } = how;
  const section = valueAt(resource.object, path);
  if (!isObject(section)) return {};
  // No share of endpoints that has to stay healthy is what a policy has too.
  const isIdle = (key: string): boolean => (key === 'minHealthPercent' && section[key] === 0) || section[key] === false;
  reportRest({ resource, path }, [...knownFields, ...Object.keys(section).filter(isIdle)], importing.report);
  const threshold = readThreshold(resource, path, importing);
  if (threshold === undefined) return {};
  const duration = (field: string) => durationAt(resource, [...path, field], importing);
  const percent = numberAt(section, ['maxEjectionPercent']) ?? defaultPercent;
  return {
    ...take('circuitBreaker.failureThreshold', threshold, path),
    ...take('circuitBreaker.interval', duration('interval'), [...path, 'interval']),
    ...take('circuitBreaker.baseEjectionTime', duration('baseEjectionTime'), [...path, 'baseEjectionTime']),
    // All of them is what a policy means by none.
    ...take('circuitBreaker.maxEjectionPercent', percent === 100 ? undefined : percent, [...path, 'maxEjectionPercent']),
  };
}

/** Failures in a row. Istio counts gateway errors apart, which are 5xx too: fewer of them act first. */
function readThreshold(resource: Resource, path: FieldPath, { report }: Importing): number | undefined {
  const errors = numberAt(resource.object, [...path, 'consecutive5xxErrors']) ?? defaultErrors;
  const gateway = numberAt(resource.object, [...path, 'consecutiveGatewayErrors']) ?? 0;
  const gatewayPart = { resource, path: [...path, 'consecutiveGatewayErrors'] };
  if (errors > 0) {
    if (gateway > 0 && gateway < errors) reportField(gatewayPart, 'the threshold for all 5xx errors is imported', report);
    return errors;
  }
  if (gateway > 0) {
    reportNear(gatewayPart, 'circuitBreaker.failureThreshold counts every 5xx error, not 502 to 504 alone', report);
    return gateway;
  }
  reportUseless({ resource, path }, 'it counts no errors and never acts', report);
  return undefined;
}
