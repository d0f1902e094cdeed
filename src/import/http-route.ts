import { gatewayGroup, linkerdPolicyGroup } from '../model/kinds.ts';
import type { FieldPath } from '../model/place.ts';
import { listAt, numberAt, type Resource, stringAt, type Value, valueAt } from '../model/resource.ts';
import { durationAt } from './duration-at.ts';
import type { Importing } from './importing.ts';
import { readRequestAnnotations } from './linkerd-annotations.ts';
import { type Part, reportField, reportLeftOut, reportNear, reportRest } from './report-rest.ts';
import type { Rule, ServiceName } from './rule.ts';
import { type Settings, takeFrom } from './setting.ts';
import { formatWithClass } from './status-list.ts';
import { readTryTimeout } from './try-timeout.ts';

const kinds = [
  [gatewayGroup, 'HTTPRoute'],
  [gatewayGroup, 'GRPCRoute'],
  [linkerdPolicyGroup, 'HTTPRoute'],
] as const;

/** Retries and timeouts of routes that are attached to Services: in Linkerd's annotations, or in the spec. */
export function readRoutes(importing: Importing): readonly Rule[] {
  const routes = kinds.flatMap(([group, kind]) => importing.open(group, kind));
  return routes.flatMap((resource) => readRoute(resource, importing));
}

function readRoute(resource: Resource, importing: Importing): readonly Rule[] {
  const parents = listAt(resource.object, ['spec', 'parentRefs']).flatMap((parent) => readParent(parent, resource) ?? []);
  const own = parents.filter(({ service }) => service.namespace === resource.identity.namespace);
  if (parents.length > own.length) {
    reportLeftOut({ resource, path: ['spec', 'parentRefs'] }, 'it is for the callers of its own namespace alone', importing.report);
  }
  // A route of a Gateway alone is none of a mesh's business.
  if (own.length === 0) return [];
  const annotated = readRequestAnnotations(resource, importing);
  return listAt(resource.object, ['spec', 'rules']).flatMap((rule, i) => {
    const path = ['spec', 'rules', i];
    const spec = readSpec(resource, path, importing);
    if (Object.keys(spec).length > 0) reportOthers({ resource, path }, own, importing);
    const settings = { ...spec, ...annotated };
    return own.map((parent): Rule => ({ origin: 'route', ...parent, ...readMatches(rule), settings, resource, path }));
  });
}

/** What is lost with a route that gives way to policies. One that is only annotated stays. */
function reportOthers({ resource, path }: Part, parents: readonly Parent[], { report }: Importing): void {
  reportRest({ resource, path }, ['name', 'matches', 'backendRefs', 'timeouts', 'retry'], report);
  const names = listAt(resource.object, [...path, 'backendRefs']).map((backend) => stringAt(backend, ['name']));
  const isPlain = names.length < 2 && names.every((name) => parents.every(({ service }) => service.name === name));
  if (!isPlain) reportField({ resource, path: [...path, 'backendRefs'] }, undefined, report);
}

interface Parent {
  readonly service: ServiceName;
  readonly port: number | undefined;
}

/** Group and kind have to be written: a parent without them is a Gateway. */
function readParent(parent: Value, { identity }: Resource): Parent | undefined {
  const group = valueAt(parent, ['group']);
  if (stringAt(parent, ['kind']) !== 'Service' || (group !== '' && group !== 'core')) return undefined;
  const namespace = stringAt(parent, ['namespace']) || identity.namespace;
  return { service: { namespace, name: stringAt(parent, ['name']) }, port: numberAt(parent, ['port']) };
}

function readMatches(rule: Value): Pick<Rule, 'methods' | 'narrow'> {
  const matches = listAt(rule, ['matches']);
  const methods = matches.map((match) => stringAt(match, ['method']));
  return {
    // A gRPC rule says `method` of something else, an object.
    methods: methods.length === 0 || methods.includes('') ? undefined : methods,
    narrow: matches.some(isNarrow),
  };
}

function isNarrow(match: Value): boolean {
  const keys = Object.keys(match ?? {}).filter((key) => listAt(match, [key]).length > 0 || key === 'path' || key === 'method');
  const path = valueAt(match, ['path']);
  const isWhole = stringAt(path, ['type']) !== 'Exact' && (stringAt(path, ['value']) || '/') === '/';
  return keys.some((key) => (key === 'path' ? !isWhole : key !== 'method' || stringAt(match, ['method']) === ''));
}

/** `timeouts` and `retry` of a rule, as meshes of the Gateway API read them (meshes facts §2.4). */
function readSpec(resource: Resource, path: FieldPath, importing: Importing): Settings {
  const take = takeFrom(resource);
  const at = (...field: readonly string[]): FieldPath => [...path, ...field];
  const duration = (field: string): Value | undefined => {
    const value = durationAt(resource, at('timeouts', field), importing);
    return value === '0s' ? undefined : value;
  };
  const whole = duration('request');
  const each = duration('backendRequest');
  const retry = readRetry(resource, at('retry'), importing);
  const hasRetries = Object.keys(retry).length > 0;
  return {
    ...take('timeout.requestTimeout', whole, at('timeouts', 'request')),
    ...retry,
    ...readTryTimeout(resource, { path: at('timeouts', 'backendRequest'), each, whole, isRepeated: hasRetries }, { take, importing }),
  };
}

function readRetry(resource: Resource, path: FieldPath, { report }: Importing): Settings {
  if (valueAt(resource.object, path) === undefined) return {};
  const take = takeFrom(resource);
  reportRest({ resource, path }, ['attempts', 'codes'], report);
  const attempts = valueAt(resource.object, [...path, 'attempts']);
  if (attempts === undefined)
    reportNear({ resource, path }, 'retry.maxAttempts is 1, because every implementation has a number of its own', report);
  const codes = listAt(resource.object, [...path, 'codes']).filter((code) => typeof code === 'number');
  return {
    ...take('retry.maxAttempts', attempts ?? 1, [...path, 'attempts']),
    ...take('retry.retryableStatusCodes', codes.length === 0 ? undefined : formatWithClass(codes).join(','), [...path, 'codes']),
  };
}
