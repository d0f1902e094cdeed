import type { KubeObject } from '../../model/resource.ts';
import type { Evaluation } from '../evaluate-policies.ts';
import { membersOf, type OneOrMany } from './one-or-many.ts';

/** The policies of one Service, which exists or not. No policy is ever judged without the others of its cell. */
export interface Cell {
  /** `namespace/name` of the Service. */
  readonly target: string;
  policies: OneOrMany<KubeObject>;
  /** What the last evaluation looked at. */
  reads: readonly Topic[];
  /** Those topics of `reads` that the policies annotate or generate. */
  writes: readonly Topic[];
  evaluations: readonly Evaluation[];
  /** Seconds since 1970 at which time alone may change something; infinite mostly. */
  due: number;
}

/** One topic: what is about it, and which cells have looked. */
export interface Topic {
  readonly name: string;
  objects: OneOrMany<KubeObject>;
  readers: OneOrMany<Cell>;
  /** Those of the readers that write something of this name. */
  writers: OneOrMany<Cell>;
}

export function createCell(target: string): Cell {
  return { target, policies: undefined, reads: [], writes: [], evaluations: [], due: Number.POSITIVE_INFINITY };
}

/** Cells that meet this one: one of the two writes where the other reads or writes. */
export function* meetingWith(cell: Cell): Generator<Cell> {
  for (const topic of cell.writes) yield* membersOf(topic.readers);
  for (const topic of cell.reads) yield* membersOf(topic.writers);
}
