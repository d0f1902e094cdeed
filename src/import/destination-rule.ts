import { istioGroup } from '../model/kinds.ts';
import type { FieldPath } from '../model/place.ts';
import { isObject, listAt, numberAt, type Resource, stringAt, type Value, valueAt } from '../model/resource.ts';
import { durationAt } from './duration-at.ts';
import type { Importing } from './importing.ts';
import { readOutlierDetection } from './outlier-detection.ts';
import { reportField, reportLeftOut, reportNear, reportRest } from './report-rest.ts';
import { resolveHost } from './resolve-host.ts';
import type { Rule } from './rule.ts';
import { type Leaf, type Settings, type Take, takeFrom } from './setting.ts';
import { isForAll } from './virtual-service.ts';

/** Breaker, load balancing and limits of Istio's DestinationRules. */
export function readDestinationRules(importing: Importing): readonly Rule[] {
  return importing.open(istioGroup, 'DestinationRule').flatMap((resource) => readDestinationRule(resource, importing));
}

function readDestinationRule(resource: Resource, importing: Importing): readonly Rule[] {
  const { report } = importing;
  const service = resolveHost(stringAt(resource.object, ['spec', 'host']), resource.identity.namespace, importing.options);
  if (service === undefined) {
    reportLeftOut({ resource, path: ['spec', 'host'] }, 'the host is not that of one Service of the cluster', report);
    return [];
  }
  reportRest({ resource, path: ['spec'] }, ['host', 'trafficPolicy', 'exportTo'], report);
  if (!isForAll(listAt(resource.object, ['spec', 'exportTo']))) reportField({ resource, path: ['spec', 'exportTo'] }, undefined, report);
  if (resource.identity.namespace !== service.namespace) {
    reportNear({ resource, path: ['spec', 'host'] }, 'the policy governs all callers, the rule those of its own namespace', report);
  }
  const whole = ['spec', 'trafficPolicy'];
  const rule = { origin: 'destination-rule', service, resource } as const;
  const levels = listAt(resource.object, [...whole, 'portLevelSettings']).map((level, i): Rule => {
    const path = [...whole, 'portLevelSettings', i];
    return { ...rule, path, port: numberAt(level, ['port', 'number']), settings: readTrafficPolicy(resource, path, importing) };
  });
  // They inherit nothing: where a port has settings of its own, the rest of the rule does not hold for it.
  return [...levels, { ...rule, path: whole, settings: readTrafficPolicy(resource, whole, importing) }];
}

const knownFields = ['outlierDetection', 'connectionPool', 'loadBalancer', 'portLevelSettings', 'port'];

function readTrafficPolicy(resource: Resource, path: FieldPath, importing: Importing): Settings {
  const take = takeFrom(resource);
  reportRest({ resource, path }, knownFields, importing.report);
  return {
    ...readOutlierDetection(resource, [...path, 'outlierDetection'], { take, importing }),
    ...readPool(resource, [...path, 'connectionPool'], { take, importing }),
    ...readLoadBalancer(resource, [...path, 'loadBalancer'], { take, importing }),
  };
}

interface Reading {
  readonly take: Take;
  readonly importing: Importing;
}

const limits: readonly (readonly [leaf: Leaf, protocol: 'tcp' | 'http', field: string])[] = [
  ['bulkhead.maxConnections', 'tcp', 'maxConnections'],
  ['bulkhead.maxPendingRequests', 'http', 'http1MaxPendingRequests'],
  ['bulkhead.maxRequests', 'http', 'http2MaxRequests'],
];

function readPool(resource: Resource, path: FieldPath, { take, importing }: Reading): Settings {
  reportRest({ resource, path }, ['tcp', 'http'], importing.report);
  for (const protocol of ['tcp', 'http'] as const) {
    const known = limits.filter(([, each]) => each === protocol).map(([, , field]) => field);
    reportRest({ resource, path: [...path, protocol] }, protocol === 'http' ? [...known, 'idleTimeout'] : known, importing.report);
  }
  const settings = limits.map(([leaf, protocol, field]) => {
    const at = [...path, protocol, field];
    return take(leaf, valueAt(resource.object, at), at);
  });
  const idle = [...path, 'http', 'idleTimeout'];
  return Object.assign({}, ...settings, take('timeout.idleTimeout', durationAt(resource, idle, importing), idle)) as Settings;
}

/** LEAST_CONN is the old name of LEAST_REQUEST (meshes facts §4). */
const algorithms: Readonly<Record<string, string>> = {
  ROUND_ROBIN: 'RoundRobin',
  LEAST_REQUEST: 'LeastRequest',
  LEAST_CONN: 'LeastRequest',
  RANDOM: 'Random',
};

function readLoadBalancer(resource: Resource, path: FieldPath, { take, importing }: Reading): Settings {
  reportRest({ resource, path }, ['simple', 'consistentHash'], importing.report);
  const simple = stringAt(resource.object, [...path, 'simple']);
  if (simple !== '' && simple !== 'UNSPECIFIED') {
    const algorithm = algorithms[simple];
    if (algorithm === undefined) reportField({ resource, path: [...path, 'simple'] }, undefined, importing.report);
    return take('loadBalancing.algorithm', algorithm, [...path, 'simple']);
  }
  const hash = [...path, 'consistentHash'];
  reportRest({ resource, path: hash }, ['httpHeaderName', 'httpCookie', 'useSourceIp'], importing.report);
  const at = (field: string): Value | undefined => valueAt(resource.object, [...hash, field]);
  const header = take('loadBalancing.consistentHash.header', at('httpHeaderName'), [...hash, 'httpHeaderName']);
  const source = take('loadBalancing.consistentHash.sourceAddress', at('useSourceIp') === true ? true : undefined, [
    ...hash,
    'useSourceIp',
  ]);
  return isObject(at('httpCookie')) ? readCookie(resource, [...hash, 'httpCookie'], { take, importing }) : { ...header, ...source };
}

function readCookie(resource: Resource, path: FieldPath, { take, importing }: Reading): Settings {
  reportRest({ resource, path }, ['name', 'path', 'ttl'], importing.report);
  const at = (field: string): Value | undefined => valueAt(resource.object, [...path, field]);
  const ttl = durationAt(resource, [...path, 'ttl'], importing);
  return {
    ...take('loadBalancing.consistentHash.cookie.name', at('name'), [...path, 'name']),
    ...take('loadBalancing.consistentHash.cookie.path', at('path') === '' ? undefined : at('path'), [...path, 'path']),
    // Zero is a cookie that ends with the session, which is what a policy means by none.
    ...take('loadBalancing.consistentHash.cookie.ttl', ttl === '0s' ? undefined : ttl, [...path, 'ttl']),
  };
}
