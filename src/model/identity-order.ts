import { compareCodePoints } from './code-point-order.ts';
import { groupOf, type Identity } from './resource.ts';

type KindOf = Pick<Identity, 'apiVersion' | 'kind'>;

/** Namespaces, then CRDs: what other objects need before they can be applied. Text without a kind goes last. */
function rankOf({ apiVersion, kind }: KindOf): number {
  if (kind === 'Namespace' && groupOf(apiVersion) === '') return 0;
  if (kind === 'CustomResourceDefinition' && groupOf(apiVersion) === 'apiextensions.k8s.io') return 1;
  return kind === '' ? 3 : 2;
}

/** The order of output (design §5): rank, then group, kind, namespace, name by code point. */
export function compareIdentities(a: Identity, b: Identity): number {
  return compareCodePoints(orderKey(a), orderKey(b));
}

/** One text that sorts as the parts do, one after the other: NUL, which no name can hold, comes before every other character. */
export function orderKey(identity: Identity): string {
  return `${kindKey(identity)}\0${identity.namespace}\0${identity.name}`;
}

/** The part of it that objects of one kind share. */
export function kindKey(kind: KindOf): string {
  return `${rankOf(kind)}${groupOf(kind.apiVersion)}\0${kind.kind}`;
}
