import { meshes } from '../mesh/registry.ts';
import { group } from '../model/group.ts';
import { groupOf, identityOf, isObject, type KubeObject, listAt, type ObjectValue, type Value, valueAt } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';
import { answerFor } from './watched-kinds.ts';

const metadataKeys = ['name', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp'];
const serviceKeys = ['type', 'clusterIP', 'selector'];
const portKeys = ['name', 'port', 'protocol', 'appProtocol', 'targetPort'];

/** The domains of all annotations that a mesh or we write: whatever else is there is nobody's business, and may be large. */
const domains: ReadonlySet<string> = new Set([
  group,
  ...Object.values(meshes).flatMap((mesh) => [...mesh.annotationKeys].map((key) => key.slice(0, key.indexOf('/')))),
]);

const labelKeys: ReadonlySet<string> = new Set(Object.values(meshes).flatMap((mesh) => [...(mesh.labelKeys ?? [])]));

/** Only what the core reads and compares, so that 10,000 objects of each kind fit into the reporter's memory (issue 4 §2). */
export function trimObject(object: KubeObject): KubeObject {
  const { apiVersion, kind } = identityOf(object);
  const spec = trimSpec(kind, valueAt(object, ['spec']));
  const isRead = groupOf(apiVersion) === group || answerFor({ apiVersion, kind }) !== undefined;
  const status = isRead ? valueAt(object, ['status']) : undefined;
  return {
    apiVersion: valueAt(object, ['apiVersion']) ?? '',
    kind,
    metadata: trimMetadata(valueAt(object, ['metadata'])),
    ...(spec === undefined ? {} : { spec }),
    ...(status === undefined ? {} : { status }),
  };
}

function trimMetadata(metadata: Value | undefined): ObjectValue {
  const annotations = Object.entries(stringMapAt(metadata, ['annotations'])).filter(([key]) => domains.has(key.slice(0, key.indexOf('/'))));
  const labels = Object.entries(stringMapAt(metadata, ['labels'])).filter(([key]) => labelKeys.has(key));
  return {
    ...pick(metadata, metadataKeys),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  };
}

function trimSpec(kind: string, spec: Value | undefined): Value | undefined {
  switch (kind) {
    case 'Service':
      return { ...pick(spec, serviceKeys), ports: listAt(spec, ['ports']).map((port) => pick(port, portKeys)) };
    // Only whether there are any matters.
    case 'ServiceProfile':
      return {
        routes: listAt(spec, ['routes']).slice(0, 1).map(emptied),
        dstOverrides: listAt(spec, ['dstOverrides']).slice(0, 1).map(emptied),
      };
    case 'TrafficSplit':
      return pick(spec, ['service']);
    case 'Namespace':
      return undefined;
    default:
      return spec;
  }
}

function emptied(): ObjectValue {
  return {};
}

function pick(value: Value | undefined, keys: readonly string[]): ObjectValue {
  if (!isObject(value)) return {};
  return Object.fromEntries(keys.flatMap((key): [string, Value][] => (Object.hasOwn(value, key) ? [[key, value[key] ?? null]] : [])));
}
