import { compareCodePoints } from '../model/code-point-order.ts';
import { generatedFrom, group, policyLabel } from '../model/group.ts';
import { cutWithHash } from '../model/hash.ts';
import type { Policy } from '../model/policy.ts';
import { type KubeObject, type ObjectValue, stringAt, type Value, valueAt } from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';

const managedBy = 'app.kubernetes.io/managed-by';
const labelLimit = 63;

/** `<policy>[,…]`, with the namespace of a policy of another namespace, in code-point order. */
export function formatMark(policies: readonly Policy[], namespace: string, defaultNamespace: string): string {
  const names = policies.map((policy) => {
    const own = policy.namespace || defaultNamespace;
    return own === namespace ? policy.name : `${own}/${policy.name}`;
  });
  return [...new Set(names)].sort(compareCodePoints).join(',');
}

/** The object with its mark and labels (design §5) beside those that its mesh gave it; metadata keys in the order in which people write them. */
export function markGenerated(object: KubeObject, mark: string): KubeObject {
  const single = mark.includes(',') ? undefined : mark.slice(mark.indexOf('/') + 1);
  const labels = {
    ...stringMapAt(object, ['metadata', 'labels']),
    [managedBy]: 'resilience-renderer',
    ...(single === undefined ? {} : { [policyLabel]: cutWithHash(single, labelLimit) }),
  };
  const annotations = { ...stringMapAt(object, ['metadata', 'annotations']), [generatedFrom]: mark };
  return withMetadata(object, { labels, annotations });
}

/** What somebody added to a generated object stays on it: labels and annotations that are neither ours nor the mesh's. */
export function keepForeign(fresh: KubeObject, existing: KubeObject, meshKeys: ReadonlySet<string>): KubeObject {
  const isOurs = (key: string): boolean => key.startsWith(`${group}/`) || meshKeys.has(key);
  const foreign = (part: string): [string, string][] =>
    Object.entries(stringMapAt(existing, ['metadata', part])).filter(([key]) => !isOurs(key));
  return withMetadata(fresh, {
    labels: { ...stringMapAt(fresh, ['metadata', 'labels']), ...Object.fromEntries(foreign('labels')) },
    annotations: { ...Object.fromEntries(foreign('annotations')), ...stringMapAt(fresh, ['metadata', 'annotations']) },
  });
}

function withMetadata(object: KubeObject, parts: { readonly labels: ObjectValue; readonly annotations: ObjectValue }): KubeObject {
  const namespace = stringAt(object, ['metadata', 'namespace']);
  const metadata: Record<string, Value> = {
    name: stringAt(object, ['metadata', 'name']),
    ...(namespace === '' ? {} : { namespace }),
    labels: sortKeys(parts.labels),
    annotations: sortKeys(parts.annotations),
  };
  return {
    apiVersion: valueAt(object, ['apiVersion']) ?? '',
    kind: valueAt(object, ['kind']) ?? '',
    metadata,
    spec: valueAt(object, ['spec']) ?? {},
  };
}

function sortKeys(map: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareCodePoints(a, b)));
}
