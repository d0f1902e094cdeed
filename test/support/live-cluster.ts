import { defaultOptions, type RenderOptions } from '../../src/model/options.ts';
import type { KubeObject, ObjectValue, Value } from '../../src/model/resource.ts';
import { fromText } from '../../src/model/source.ts';
import { type Evaluation, evaluatePolicies, type StatusContext } from '../../src/status/evaluate-policies.ts';
import { createLiveInventory } from '../../src/status/live-inventory.ts';
import { trimObject } from '../../src/status/trim-object.ts';
import { objectsOf, renderFiles } from './rendered.ts';

/*
 * A cluster as plain objects: what a pipe of the renderer would have applied to it, with the defaults that an API server
 * adds and the answers that Linkerd writes.
 */

export const epoch = '2026-01-01T00:00:00Z';

export function service(name: string, more: ObjectValue = {}): KubeObject {
  const spec = {
    clusterIP: '10.0.0.1',
    selector: { app: name },
    ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }],
    ...more,
  };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec };
}

export function policy(name: string, spec: ObjectValue, more: ObjectValue = {}): KubeObject {
  return {
    apiVersion: 'resilience.auth-platform.github.com/v1',
    kind: 'ResiliencePolicy',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '7', generation: 1, creationTimestamp: epoch, ...more },
    spec: { targetRef: { name: 'web' }, ...spec },
  };
}

export const breaker = { circuitBreaker: { failureThreshold: 5 } };
export const timeout = { timeout: { requestTimeout: '10s' } };

/** The same objects as the renderer puts them into a cluster; fails where it refuses them. */
export function applied(objects: readonly KubeObject[], options: Partial<RenderOptions> = {}): readonly KubeObject[] {
  const text = objects.map((object) => JSON.stringify({ ...object, status: undefined })).join('\n---\n');
  const { ok, text: output } = renderFiles([fromText('cluster.yaml', text)], options);
  if (!ok) throw new Error('the renderer refuses the objects');
  return objectsOf(output).map(withDefaults);
}

function withDefaults(object: KubeObject): KubeObject {
  if (!String(object['kind']).endsWith('Route')) return object;
  const metadata = { ...(object['metadata'] as ObjectValue), generation: 3, managedFields: [{ manager: 'kubectl' }] };
  return { ...object, metadata };
}

/** With the answer that Linkerd writes on a route. */
export function answered(route: KubeObject, accepted: 'True' | 'False' = 'True', more: ObjectValue = {}): KubeObject {
  const spec = route['spec'] as { readonly parentRefs: readonly ObjectValue[] };
  const { namespace } = route['metadata'] as { readonly namespace: string };
  const reason = accepted === 'True' ? 'Accepted' : 'NoMatchingParent';
  const parents = spec.parentRefs.map((parent) => ({
    controllerName: 'linkerd.io/policy-controller',
    parentRef: { ...parent, group: 'core', namespace },
    conditions: [
      { type: 'Accepted', status: accepted, reason, message: 'words of the mesh', ...more },
      { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', message: '' },
    ],
  }));
  return { ...route, status: { parents } };
}

/** With the answer that Linkerd writes on a rate limit: it repeats the Server that the limit was accepted for, and no generation. */
export function answeredLimit(limit: KubeObject, accepted: 'True' | 'False' = 'True', server?: string): KubeObject {
  const { targetRef } = limit['spec'] as { readonly targetRef: ObjectValue };
  const reason = accepted === 'True' ? 'Accepted' : 'RateLimitReasonAlreadyExists';
  const conditions = [{ type: 'Accepted', status: accepted, reason, message: 'words of the mesh' }];
  return { ...limit, status: { conditions, targetRef: { ...targetRef, ...(server === undefined ? {} : { name: server }) } } };
}

export function answerAll(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.map((object) => {
    if (object['kind'] === 'HTTPLocalRateLimitPolicy') return answeredLimit(object);
    return String(object['kind']).endsWith('Route') ? answered(object) : object;
  });
}

/** Seconds after the epoch of the tests, less than a day. */
export function at(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value) % 60).padStart(2, '0');
  return `2026-01-01T${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${two(seconds / 60)}:${two(seconds)}Z`;
}

export function look(objects: readonly KubeObject[], seconds = 0, more: Partial<StatusContext> = {}): ReadonlyMap<string, Evaluation> {
  const context = { options: defaultOptions, now: at(seconds), graceSeconds: 300, unwatchable: [], ...more };
  const found = evaluatePolicies(createLiveInventory(objects.map(trimObject)), context);
  return new Map(found.map((each) => [each.policy.name, each]));
}

/** The cluster after the statuses were written. */
export function written(objects: readonly KubeObject[], found: ReadonlyMap<string, Evaluation>): readonly KubeObject[] {
  return objects.map((object) => {
    const evaluation = found.get(String((object['metadata'] as ObjectValue)['name']));
    return object['kind'] === 'ResiliencePolicy' && evaluation !== undefined ? { ...object, status: evaluation.status } : object;
  });
}

/** `type=status/reason` of all conditions, in order. */
export function summary(evaluation: Evaluation | undefined): string {
  const conditions = (evaluation?.status.conditions ?? []) as readonly Readonly<Record<string, Value>>[];
  return conditions.map(({ type, status, reason }) => `${type}=${status}/${reason}`).join(' ');
}

export function messageOf(evaluation: Evaluation | undefined, type = 'Ready'): string {
  return String(evaluation?.status.conditions.find((condition) => condition['type'] === type)?.['message'] ?? '');
}

export function edit(
  objects: readonly KubeObject[],
  kind: string,
  change: (object: KubeObject) => KubeObject | undefined,
): readonly KubeObject[] {
  return objects.flatMap((object) => {
    const next = object['kind'] === kind ? change(object) : object;
    return next === undefined ? [] : [next];
  });
}
