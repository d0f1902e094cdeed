import type { AnnotationEdit } from './annotation-edit.ts';
import type { Item } from './inventory.ts';
import type { KubeObject } from './resource.ts';

/** What becomes of the input: everything that is not named here stays as it is. */
export interface Changes<I extends Item = Item> {
  readonly edits: ReadonlyMap<I, AnnotationEdit>;
  /** Generated objects that are in the input already and differ. */
  readonly replaced: ReadonlyMap<I, KubeObject>;
  readonly removed: ReadonlySet<I>;
  /** New objects, in no order. */
  readonly added: readonly KubeObject[];
}
