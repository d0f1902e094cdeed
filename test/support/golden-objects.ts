import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';

interface Reference {
  readonly name?: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** The parts of a spec that the checks look at. */
interface Spec {
  readonly parentRefs?: readonly Reference[];
  readonly rules?: readonly {
    readonly backendRefs?: readonly Reference[];
    readonly matches?: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly ports?: readonly { readonly port?: number }[];
  readonly targetRef?: Reference;
  readonly accessPolicy?: string;
}

/** An object of a golden's output as `yaml` reads it: none of our own reading takes part. */
export interface GoldenObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spec: Spec;
}

const readKinds = /^(?:Service|HTTPRoute|GRPCRoute|Server|HTTPLocalRateLimitPolicy|VirtualService|DestinationRule)$/;

/** The objects of the kinds that are checked; every one of them has to be readable. */
export function readGoldenObjects(out: string): readonly GoldenObject[] {
  const objects = parseAllDocuments(out, { version: '1.1', uniqueKeys: false, logLevel: 'silent' }).flatMap((document) =>
    flatten(document.toJS()),
  );
  const found = objects.filter(({ kind }) => readKinds.test(kind));
  const written = out.match(/^(?:kind: |\s*"kind": ?")(?:HTTPRoute|GRPCRoute)\b/gm) ?? [];
  assert.ok(found.filter(({ kind }) => kind.endsWith('Route')).length >= written.length, 'every route is read');
  return found;
}

function flatten(value: unknown): readonly GoldenObject[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('items' in value && Array.isArray(value.items)) return value.items.flatMap(flatten);
  const { apiVersion, kind, metadata, spec } = value as Record<string, unknown>;
  const { name, namespace, annotations } = (metadata ?? {}) as Record<string, unknown>;
  const object = {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: (metadata ?? {}) as GoldenObject['metadata'],
    name: String(name),
    namespace: String(namespace ?? ''),
    annotations: (annotations ?? {}) as GoldenObject['annotations'],
    spec: (spec ?? {}) as Spec,
  };
  return [object];
}

export function isGenerated({ annotations }: GoldenObject): boolean {
  return 'resilience.auth-platform.github.com/generated-from' in annotations;
}

export function nameOf({ kind, namespace, name }: GoldenObject): string {
  return `${kind} ${namespace}/${name}`;
}

/** Whether a reference of an object in a namespace leads to a Service of the same output, and to a port that it has. */
export function resolvesPort(ref: Reference, namespace: string, objects: readonly GoldenObject[]): boolean {
  const service = objects.find(
    (each) => each.kind === 'Service' && each.name === ref.name && each.namespace === (ref.namespace ?? namespace),
  );
  return service !== undefined && (ref.port === undefined || (service.spec.ports ?? []).some(({ port }) => port === ref.port));
}
