import type { KubeObject } from '../../model/resource.ts';
import type { StatusContext } from '../../status/evaluate-policies.ts';
import type { Survey } from '../../status/incremental/incremental-evaluation.ts';

/** The pure core as the loop calls it; a test hands in another. */
export type Evaluate = (objects: readonly KubeObject[], context: StatusContext) => Survey;
