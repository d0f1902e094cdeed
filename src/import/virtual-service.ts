import { appendTo } from '../model/append-to.ts';
import { istioGroup } from '../model/kinds.ts';
import type { FieldPath } from '../model/place.ts';
import { listAt, numberAt, type Resource, stringAt, type Value, valueAt } from '../model/resource.ts';
import { durationAt } from './duration-at.ts';
import { type Importing, serviceKey } from './importing.ts';
import { type Part, reportField, reportLeftOut, reportRest, reportUseless } from './report-rest.ts';
import { resolveHost } from './resolve-host.ts';
import { readRetryOn, repeatsTries } from './retry-on.ts';
import type { Rule, ServiceName } from './rule.ts';
import { type Settings, takeFrom } from './setting.ts';
import { readTryTimeout } from './try-timeout.ts';

/** Retries and timeouts of Istio's VirtualServices. One that acts at gateways alone says nothing of the mesh. */
export function readVirtualServices(importing: Importing): readonly Rule[] {
  return importing.open(istioGroup, 'VirtualService').flatMap((resource) => readVirtualService(resource, importing));
}

function readVirtualService(resource: Resource, importing: Importing): readonly Rule[] {
  const { report } = importing;
  const gateways = listAt(resource.object, ['spec', 'gateways']);
  if (gateways.length > 0 && !gateways.includes('mesh')) {
    reportLeftOut({ resource, path: ['spec', 'gateways'] }, 'it acts at gateways alone, and policies act between Services', report);
    return [];
  }
  const services = readHosts(resource, ['spec', 'hosts'], importing);
  if (services.length === 0) return [];
  reportRest({ resource, path: ['spec'] }, ['hosts', 'gateways', 'http', 'exportTo'], report);
  if (!isForAll(listAt(resource.object, ['spec', 'exportTo']))) reportField({ resource, path: ['spec', 'exportTo'] }, undefined, report);
  return listAt(resource.object, ['spec', 'http']).flatMap((_, i) => readHttp(resource, ['spec', 'http', i], { services, importing }));
}

/** Empty is the same as `*`: all namespaces. */
export function isForAll(exportTo: readonly Value[]): boolean {
  return exportTo.length === 0 || exportTo.includes('*');
}

function readHosts(resource: Resource, path: FieldPath, importing: Importing): readonly ServiceName[] {
  return listAt(resource.object, path).flatMap((host, i): ServiceName | [] => {
    const service = resolveHost(String(host), resource.identity.namespace, importing.options);
    if (service === undefined)
      reportUseless({ resource, path: [...path, i] }, 'it is not the host of one Service of the cluster', importing.report);
    return service ?? [];
  });
}

interface Reading {
  readonly services: readonly ServiceName[];
  readonly importing: Importing;
}

const knownFields = ['name', 'match', 'route', 'retries', 'timeout'];

function readHttp(resource: Resource, path: FieldPath, { services, importing }: Reading): readonly Rule[] {
  reportRest({ resource, path }, knownFields, importing.report);
  const settings = readSettings(resource, path, importing);
  const matches = listAt(resource.object, [...path, 'match']);
  const views = matches.length === 0 ? [{ narrow: false }] : joinMethods(matches.map(readMatch));
  return services.flatMap((service) => {
    const ports = views.flatMap((view: View) => view.port ?? []);
    reportRoute({ resource, path: [...path, 'route'] }, { service, ports }, importing);
    return views.map((view): Rule => ({ origin: 'virtual-service', service, settings, resource, path, ...view }));
  });
}

interface View {
  readonly port?: number | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly narrow: boolean;
}

function readMatch(match: Value): View {
  const method = stringAt(match, ['method', 'exact']);
  const isWhole = stringAt(match, ['uri', 'prefix']) === '/';
  const others = Object.keys(match ?? {}).filter((key) => !['name', 'port', 'method'].includes(key) && !(key === 'uri' && isWhole));
  const isOtherMethod = valueAt(match, ['method']) !== undefined && method === '';
  return {
    port: numberAt(match, ['port']),
    methods: method === '' ? undefined : [method],
    narrow: others.length > 0 || isOtherMethod,
  };
}

/** One view for all methods of a port. */
function joinMethods(views: readonly View[]): readonly View[] {
  const alike = new Map<string, View[]>();
  for (const view of views) appendTo(alike, `${view.port} ${view.narrow} ${view.methods === undefined}`, view);
  return [...alike.values()].map((group) => {
    const last = group.at(-1) as View;
    return { ...last, methods: last.methods && group.flatMap(({ methods = [] }) => methods) };
  });
}

function readSettings(resource: Resource, path: FieldPath, importing: Importing): Settings {
  const take = takeFrom(resource);
  const how = { take, importing };
  const whole = durationAt(resource, [...path, 'timeout'], importing);
  const timeout = take('timeout.requestTimeout', whole, [...path, 'timeout']);
  const retries = [...path, 'retries'];
  if (valueAt(resource.object, retries) === undefined) return timeout;
  reportRest({ resource, path: retries }, ['attempts', 'perTryTimeout', 'retryOn'], importing.report);
  const attempts = numberAt(resource.object, [...retries, 'attempts']) ?? 0;
  if (attempts <= 0) return { ...timeout, ...take('retry.enabled', false, retries) };
  const tryPath = [...retries, 'perTryTimeout'];
  const each = durationAt(resource, tryPath, importing);
  const conditions = readRetryOn(resource, [...retries, 'retryOn'], { ...how, hasTryTimeout: each !== undefined });
  if (conditions['retry.retryableStatusCodes'] === undefined && conditions['retry.retryableGrpcCodes'] === undefined) {
    reportUseless({ resource, path: retries }, 'none of its conditions is one of a policy', importing.report);
    return timeout;
  }
  return {
    ...timeout,
    ...take('retry.maxAttempts', attempts, [...retries, 'attempts']),
    ...conditions,
    ...readTryTimeout(
      resource,
      { path: tryPath, each, whole, isRepeated: repeatsTries(stringAt(resource.object, [...retries, 'retryOn'])) },
      how,
    ),
  };
}

/** Where requests go is not what a policy says: anything but the Service itself, on the same port, is reported. */
function reportRoute(
  { resource, path }: Part,
  from: { readonly service: ServiceName; readonly ports: readonly number[] },
  { options, report }: Importing,
): void {
  const destinations = listAt(resource.object, path);
  const isPlain = destinations.every((route) => {
    const found = resolveHost(stringAt(route, ['destination', 'host']), resource.identity.namespace, options);
    const isSame = found !== undefined && serviceKey(found, options) === serviceKey(from.service, options);
    const port = numberAt(route, ['destination', 'port', 'number']);
    const isSamePort = port === undefined || from.ports.every((each) => each === port);
    const isBare = valueAt(route, ['destination', 'subset']) === undefined && valueAt(route, ['headers']) === undefined;
    return isSame && isSamePort && isBare;
  });
  if (isPlain && destinations.length < 2) return;
  reportField({ resource, path }, 'on Istio a policy and a VirtualService of yours for one host exclude each other', report);
}
