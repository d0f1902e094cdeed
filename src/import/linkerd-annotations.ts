import { managedAnnotations } from '../model/group.ts';
import type { FieldPath } from '../model/place.ts';
import { type Resource, stringAt } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';
import type { Importing } from './importing.ts';
import * as keys from './linkerd-keys.ts';
import { type Annotations, readAnnotations } from './linkerd-value.ts';
import { reportField, reportUseless } from './report-rest.ts';
import type { Rule } from './rule.ts';
import { type Settings, takeFrom } from './setting.ts';

/** Linkerd's breaker on Services, and its retries and timeouts for Services without a route that says something itself. */
export function readServiceAnnotations(importing: Importing): readonly Rule[] {
  return importing.open('', 'Service').flatMap((resource) => {
    const { namespace, name } = resource.identity;
    const rule = { service: { namespace, name }, resource, path: keyPath('') };
    const settings = readRequestAnnotations(resource, importing);
    return [
      { ...rule, origin: 'service' as const, settings: readBreaker(resource, importing) },
      ...(Object.keys(settings).length === 0 ? [] : [{ ...rule, origin: 'route-default' as const, settings }]),
    ];
  });
}

function keyPath(key: string): FieldPath {
  return key === '' ? ['metadata', 'annotations'] : ['metadata', 'annotations', key];
}

/** Keys that a policy of the input has put there. */
function ownKeys({ object }: Resource, importing: Importing): (key: string) => boolean {
  if (!importing.isAccountedFor(object)) return () => false;
  const managed = new Set(stringAt(object, ['metadata', 'annotations', managedAnnotations]).split(','));
  return (key) => managed.has(key);
}

function openAnnotations(resource: Resource, importing: Importing): Annotations {
  return readAnnotations(resource, ownKeys(resource, importing), importing);
}

/** Linkerd's consecutive failures when the key for their number is absent (linkerd facts §1). */
const defaultFailures = 7;

function readBreaker(resource: Resource, importing: Importing): Settings {
  reportUnknownKeys(resource, importing);
  const annotations = openAnnotations(resource, importing);
  const take = takeFrom(resource);
  const mode = annotations.has(keys.accrual) ? stringAt(resource.object, keyPath(keys.accrual)) : '';
  if (mode !== 'consecutive') {
    for (const key of [keys.accrual, keys.maxFailures, keys.minPenalty, keys.maxPenalty].filter(annotations.has)) {
      if (key === keys.accrual && mode === 'unified') reportField({ resource, path: keyPath(key) }, undefined, importing.report);
      else reportUseless({ resource, path: keyPath(key) }, `it does nothing without ${keys.accrual}: consecutive`, importing.report);
    }
    return {};
  }
  const failures = annotations.has(keys.maxFailures) ? annotations.integer(keys.maxFailures) : defaultFailures;
  if (failures === undefined) return {};
  if (failures === 0) {
    reportUseless({ resource, path: keyPath(keys.maxFailures) }, 'a breaker of zero failures never trips', importing.report);
    return {};
  }
  return {
    ...take('circuitBreaker.failureThreshold', failures, keyPath(annotations.has(keys.maxFailures) ? keys.maxFailures : keys.accrual)),
    ...take('circuitBreaker.baseEjectionTime', annotations.duration(keys.minPenalty), keyPath(keys.minPenalty)),
    ...take('circuitBreaker.maxEjectionTime', annotations.duration(keys.maxPenalty), keyPath(keys.maxPenalty)),
  };
}

function reportUnknownKeys(resource: Resource, { report }: Importing): void {
  for (const key of Object.keys(stringMapAt(resource.object, ['metadata', 'annotations'])).filter(keys.isUnknownKey)) {
    const part = { resource, path: keyPath(key) };
    if (key.startsWith('config.')) reportUseless(part, 'no release of Linkerd reads it', report);
    else reportField(part, undefined, report);
  }
}

/** Retries and timeouts, on a Service or a route. Linkerd reads the keys for the kind of a route alone. */
export function readRequestAnnotations(resource: Resource, importing: Importing): Settings {
  const annotations = openAnnotations(resource, importing);
  const take = takeFrom(resource);
  const { kind } = resource.identity;
  if (kind !== 'Service') reportUnknownKeys(resource, importing);
  const wrong = kind === 'GRPCRoute' ? keys.retryHttp : kind === 'HTTPRoute' ? keys.retryGrpc : '';
  if (annotations.has(wrong)) reportUseless({ resource, path: keyPath(wrong) }, `Linkerd ignores it on a ${kind}`, importing.report);
  return {
    ...readRetries(resource, annotations, { importing, wrong }),
    ...take('timeout.requestTimeout', annotations.duration(keys.timeoutRequest), keyPath(keys.timeoutRequest)),
    ...take('timeout.responseTimeout', annotations.duration(keys.timeoutResponse), keyPath(keys.timeoutResponse)),
    ...take('timeout.idleTimeout', annotations.duration(keys.timeoutIdle), keyPath(keys.timeoutIdle)),
  };
}

function readRetries(
  resource: Resource,
  annotations: Annotations,
  { importing, wrong }: { readonly importing: Importing; readonly wrong: string },
): Settings {
  const take = takeFrom(resource);
  const status = wrong === keys.retryHttp ? undefined : annotations.conditions(keys.retryHttp, 'status');
  const grpc = wrong === keys.retryGrpc ? undefined : annotations.conditions(keys.retryGrpc, 'grpc');
  if (status === undefined && grpc === undefined) {
    for (const key of [keys.retryLimit, keys.retryTimeout].filter(annotations.has)) {
      reportUseless({ resource, path: keyPath(key) }, 'without conditions Linkerd retries no status', importing.report);
    }
    return {};
  }
  const limit = annotations.has(keys.retryLimit) ? annotations.integer(keys.retryLimit) : undefined;
  const timeout = annotations.duration(keys.retryTimeout);
  const at = annotations.has(keys.retryLimit) ? keys.retryLimit : status === undefined ? keys.retryGrpc : keys.retryHttp;
  return {
    // A limit of zero is no limit, which is one (linkerd facts §1).
    ...take('retry.maxAttempts', limit === undefined || limit === 0 ? 1 : limit, keyPath(at)),
    ...take('retry.retryableStatusCodes', status, keyPath(keys.retryHttp)),
    ...take('retry.retryableGrpcCodes', grpc, keyPath(keys.retryGrpc)),
    ...take('retry.retryTimeout', timeout === '0s' ? undefined : timeout, keyPath(keys.retryTimeout)),
  };
}
