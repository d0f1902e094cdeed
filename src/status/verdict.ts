/** Reasons of Ready. */
export type Reason =
  | 'Applied'
  | 'TargetServiceNotFound'
  | 'Invalid'
  | 'Reconciling'
  | 'Failed'
  | 'Conflicted'
  | 'NotEnforced'
  | 'NotVerifiable';

/**
 * How a policy stands at this moment, whatever was before. `transient` may still pass by itself: after the grace period
 * it is `later`. `final` needs a person.
 */
export interface Verdict {
  readonly kind: 'good' | 'unknown' | 'final' | 'transient';
  readonly reason: Reason;
  /** The reason after the grace period, where it is another one. */
  readonly later?: Reason;
  readonly message: string;
  /** Each difference between policy and cluster, for the condition Drifted. */
  readonly drift?: string;
  readonly accepted: 'Accepted' | 'Conflicted' | 'Invalid' | 'TargetNotFound';
  readonly services: readonly string[];
}

const messageLimit = 4_000;

/** Names and messages of other objects are not trusted: no control characters, and no more than anybody reads (facts §7.1). */
export function boundMessage(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return clean.length > messageLimit ? `${clean.slice(0, messageLimit)}…` : clean;
}
