import type { Policy } from '../model/policy.ts';
import type { ServicePlan } from '../model/service-plan.ts';
import type { MeshBackend } from './backend.ts';

/** A mesh and the release of it that is rendered for. */
export interface ChosenMesh {
  /** Its name in registry.ts. */
  readonly name: string;
  readonly backend: MeshBackend;
  readonly version: string;
}

/** The meshes of a call. */
export interface MeshChoice {
  /** The mesh of the options; undefined for `auto`, where each Service shows its own. */
  readonly single: ChosenMesh | undefined;
  /** Any mesh by its name, in the version that the options give it; undefined when there is none of that name. */
  readonly of: (name: string) => ChosenMesh | undefined;
}

/** What is asked of the Services of one mesh. */
export interface MeshPlans {
  readonly mesh: ChosenMesh;
  readonly plans: readonly ServicePlan[];
  /** Whose Services are in this mesh; of some nothing may be planned. */
  readonly policies: readonly Policy[];
}
