import type { FieldPath } from '../model/place.ts';
import { listAt, type Resource, stringAt, type Value, valueAt } from '../model/resource.ts';
import { durationAt } from './duration-at.ts';
import type { Importing } from './importing.ts';
import { reportField, reportLeftOut, reportNear, reportRest } from './report-rest.ts';
import { resolveHost } from './resolve-host.ts';
import type { Rule, ServiceName } from './rule.ts';
import { type Settings, takeFrom } from './setting.ts';

/** Retries and timeouts of Linkerd's ServiceProfiles, which hold for each of their routes. */
export function readServiceProfiles(importing: Importing): readonly Rule[] {
  return importing.open('linkerd.io', 'ServiceProfile').flatMap((resource) => readServiceProfile(resource, importing));
}

function readServiceProfile(resource: Resource, importing: Importing): readonly Rule[] {
  const { report } = importing;
  const service = resolveHost(resource.identity.name, '', importing.options);
  if (service === undefined || !resource.identity.name.includes('.')) {
    reportLeftOut({ resource, path: ['metadata', 'name'] }, 'its name is not the whole host name of a Service', report);
    return [];
  }
  const { namespace } = resource.identity;
  if (namespace !== '' && namespace !== service.namespace) {
    reportNear(
      { resource, path: ['metadata', 'namespace'] },
      'the policy governs all callers, the profile those of its own namespace',
      report,
    );
  }
  reportRest({ resource, path: ['spec'] }, ['routes', 'retryBudget', 'dstOverrides'], report);
  if (listAt(resource.object, ['spec', 'dstOverrides']).length > 0) {
    reportField({ resource, path: ['spec', 'dstOverrides'] }, 'write an HTTPRoute with weighted backendRefs', report);
  }
  const rules = listAt(resource.object, ['spec', 'routes']).map((_, i) =>
    readRoute(resource, ['spec', 'routes', i], { service, importing }),
  );
  reportBudget(resource, rules, importing);
  return rules;
}

/** The one pattern that a route of a policy has too. */
const everyPath = /^\^?\/?\.\*\$?$/;

function readRoute(resource: Resource, path: FieldPath, how: { readonly service: ServiceName; readonly importing: Importing }): Rule {
  const { service, importing } = how;
  reportRest({ resource, path }, ['name', 'condition', 'isRetryable', 'timeout'], importing.report);
  const condition = valueAt(resource.object, [...path, 'condition']);
  const method = stringAt(condition, ['method']);
  return {
    origin: 'service-profile',
    service,
    methods: method === '' ? undefined : [method],
    narrow: isNarrow(condition),
    settings: readSettings(resource, path, importing),
    resource,
    path,
  };
}

function isNarrow(condition: Value | undefined): boolean {
  const path = stringAt(condition, ['pathRegex']);
  return Object.keys(condition ?? {}).some((key) => key !== 'method' && (key !== 'pathRegex' || !everyPath.test(path)));
}

function readSettings(resource: Resource, path: FieldPath, importing: Importing): Settings {
  const take = takeFrom(resource);
  const timeout = durationAt(resource, [...path, 'timeout'], importing);
  const isRetryable = valueAt(resource.object, [...path, 'isRetryable']) === true;
  return {
    ...take('timeout.requestTimeout', timeout === '0s' ? undefined : timeout, [...path, 'timeout']),
    ...take('retry.maxAttempts', isRetryable ? 1 : undefined, [...path, 'isRetryable']),
  };
}

/** A budget bounds the share of retries, a policy their number. Where routes differ in their retries, none are imported. */
function reportBudget(resource: Resource, rules: readonly Rule[], { report }: Importing): void {
  const isRetrying = rules.length > 0 && rules.every(({ settings }) => settings['retry.maxAttempts'] !== undefined);
  const path = ['spec', 'retryBudget'];
  const hasBudget = valueAt(resource.object, path) !== undefined;
  const near = 'retry.maxAttempts is 1: a policy bounds the retries of a request, not their share of all requests';
  if (isRetrying) reportNear({ resource, path: hasBudget ? path : (rules[0]?.path ?? path) }, near, report);
  else if (hasBudget) reportField({ resource, path }, undefined, report);
}
