import type { Identity, Resource } from './resource.ts';

/** One object of the input, known by its identity and not necessarily parsed. */
export interface Item {
  readonly identity: Identity;
  /** False when its text certainly holds no annotation or label of ours. */
  readonly mentionsGroup: boolean;
}

/** All objects of an input, whether they come from files or from a cluster. */
export interface Inventory<I extends Item = Item> extends IdentityIndex<I> {
  readonly items: readonly I[];
  /** Those that may hold an annotation or label of ours. */
  readonly mentioning: readonly I[];
  ofKind(group: string, kind: string): readonly I[];
  /**
   * Parses on demand. Undefined when the object turns out to be broken, which has then been reported; a `glance` reports
   * nothing: it is for what only a lint looks at. What is asked for `once` is not kept, and would be parsed again.
   */
  open(item: I, how?: 'glance' | 'once'): Resource | undefined;
}

/** Objects by identity, without their versions. A namespace stands in for an absent one; what has no kind or no name is not in it. */
export interface IdentityIndex<I> {
  /** The first object of the input with this identity. */
  find(identity: Identity, defaultNamespace: string): I | undefined;
  /** Every further object of an identity, with the first one. */
  duplicates(defaultNamespace: string): readonly (readonly [later: I, first: I])[];
}
