import { apiVersion } from '../model/group.ts';
import { cutWithHash, shortHash } from '../model/hash.ts';
import { policyFields } from '../model/policy-field.ts';
import type { KubeObject, Value } from '../model/resource.ts';
import type { Draft, NamedDraft } from './draft.ts';
import type { Leaf } from './setting.ts';

const nameLimit = 253;

/** The names of drafts: the Service's, with the port where the policy is for one. `taken` holds `namespace/name` of other policies. */
export function nameDrafts(drafts: readonly Draft[], taken: ReadonlySet<string>): NamedDraft[] {
  const used = new Set(taken);
  return drafts.map((draft) => {
    const { service, port } = draft;
    const plain = cutWithHash(port === undefined ? service.name : `${service.name}-${port}`, nameLimit);
    const name = used.has(`${service.namespace}/${plain}`) ? `${plain}-${shortHash(`${service.name}:${port ?? ''}`)}` : plain;
    used.add(`${service.namespace}/${name}`);
    return { draft, name };
  });
}

const leaves: readonly Leaf[] = ['retry.enabled', ...policyFields];

/** A draft as a manifest, its fields in the order of the schema. */
export function buildPolicy({ draft, name }: NamedDraft): KubeObject {
  const { service, port, settings } = draft;
  const spec: Record<string, Value> = { targetRef: { name: service.name, ...(port === undefined ? {} : { port }) } };
  const order = policyFields.map((field) => field.split('.')[0] ?? '');
  for (const section of new Set(order)) {
    const own = leaves.filter((leaf) => leaf.startsWith(`${section}.`) && settings[leaf] !== undefined);
    if (own.length > 0) spec[section] = nest(own.map((leaf) => [leaf.split('.').slice(1), settings[leaf]?.value ?? null]));
  }
  const metadata = service.namespace === '' ? { name } : { name, namespace: service.namespace };
  return { apiVersion, kind: 'ResiliencePolicy', metadata, spec };
}

function nest(entries: readonly (readonly [path: readonly string[], value: Value])[]): Value {
  const nested: Record<string, Value> = {};
  for (const [[head = '', ...tail], value] of entries) {
    if (tail.length === 0) nested[head] = value;
    else if (nested[head] === undefined) {
      const same = entries.filter(([path]) => path[0] === head);
      nested[head] = nest(same.map(([path, each]) => [path.slice(1), each]));
    }
  }
  return nested;
}
