import { equalValues, isObject, listAt, numberAt, stringAt, type Value } from '../../model/resource.ts';
import { type RouteRetry, type RouteTimeouts, renderRouteSpec } from './route.ts';

/** What of a rule a mesh writes beside its reference and matches, read from the spec in question. */
export interface RuleExtras {
  readonly retry?: RouteRetry | undefined;
  readonly timeouts?: RouteTimeouts | undefined;
}

/** Whether a spec is a route of ours, whatever the names in it: written again with its own names and numbers, it must come out the same. */
export function isRouteSpec(kind: 'HTTPRoute' | 'GRPCRoute', spec: Value | undefined, extras: RuleExtras = {}): boolean {
  const service = stringAt(spec, ['parentRefs', 0, 'name']);
  const port = numberAt(spec, ['parentRefs', 0, 'port']);
  const methods = listAt(spec, ['rules', 0, 'matches']).flatMap((match) => stringAt(match, ['method']) || []);
  if (port === undefined) return false;
  const draft = { kind, service, port, methods: methods.length === 0 ? undefined : methods, ...extras };
  return equalValues(withoutNamespaces(spec), renderRouteSpec(draft));
}

/** The namespace transformer of kustomize may have added one to the references. */
function withoutNamespaces(spec: Value | undefined): Value | undefined {
  if (Array.isArray(spec)) return spec.map((each: Value) => withoutNamespaces(each) ?? null);
  if (!isObject(spec)) return spec;
  const entries = Object.entries(spec).filter(([key]) => key !== 'namespace');
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutNamespaces(value) ?? null]));
}
