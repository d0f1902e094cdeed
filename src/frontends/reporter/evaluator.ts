import type { KubeObject } from '../../model/resource.ts';
import type { Evaluation, StatusContext } from '../../status/evaluate-policies.ts';

/** The pure core as the loop calls it; a test hands in another. */
export type Evaluate = (objects: readonly KubeObject[], context: StatusContext) => readonly Evaluation[];
