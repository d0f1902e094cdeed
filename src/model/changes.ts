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
  readonly added: readonly Added<I>[];
  /** For each generated object that is in the input already, changed or not, the Service that it is for. */
  readonly regenerated: ReadonlyMap<I, I>;
}

/** A generated object that the input does not have. */
export interface Added<I extends Item = Item> {
  readonly object: KubeObject;
  /** The Service that it is for: who writes files puts it beside that one's. */
  readonly beside: I;
}
