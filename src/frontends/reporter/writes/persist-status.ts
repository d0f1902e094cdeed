import type { KubeObject } from '../../../model/resource.ts';
import type { Evaluation } from '../../../status/evaluate-policies.ts';
import { codeOf } from '../transport/api-error.ts';
import { rebaseEvaluation } from './rebase-evaluation.ts';
import { readPolicy, type WriteParts, writeStatus } from './write-status.ts';

export interface Decision {
  readonly evaluation: Evaluation;
  /** The policy that it rests on, trimmed; undefined when that is no longer known. */
  readonly decidedOn: KubeObject | undefined;
}

export interface PersistParts extends WriteParts {
  trim(object: KubeObject): KubeObject;
  /** Another writer came first, and the write is repeated. */
  onConflict(): void;
  /** Another writer came first, and what stands there now has to be decided anew. */
  onOvertaken(evaluation: Evaluation, object: KubeObject): void;
}

/** Writes in a row that may meet another writer before it is left alone for a while. */
const mostRepeats = 5;

/**
 * Writes a status, and again at once as long as others wrote only what the decision does not rest on: whoever waits meets a
 * writer in a loop each time. Resolves with the object as it stands then.
 */
export async function persistStatus({ evaluation, decidedOn }: Decision, parts: PersistParts): Promise<KubeObject> {
  let current = evaluation;
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await writeStatus(current, parts);
    } catch (error) {
      if (codeOf(error) !== 409) throw error;
      const now = await readPolicy(current, parts).catch(() => undefined);
      if (now === undefined) throw error;
      const isTried = decidedOn === undefined || repeats === mostRepeats;
      const again = isTried ? undefined : rebaseEvaluation(current, decidedOn, parts.trim(now));
      if (again === undefined) {
        parts.onOvertaken(evaluation, now);
        throw error;
      }
      parts.onConflict();
      current = again;
    }
  }
}
