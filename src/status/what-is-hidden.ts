import { type GroupKind, isKind } from '../model/kinds.ts';
import { type KubeObject, valueAt } from '../model/resource.ts';
import type { PolicyOutcome } from '../render/outcome.ts';
import { identify } from './expectations.ts';
import { type NeededFor, watchedKinds } from './watched-kinds.ts';

/** A kind that cannot be watched at present: not served (then there is none of it); not allowed, or failing for long (then nobody knows). */
export interface Unwatchable extends GroupKind {
  readonly why: 'absent' | 'forbidden' | 'broken';
}

const words: Readonly<Record<Unwatchable['why'], string>> = {
  absent: 'not installed',
  forbidden: 'not allowed',
  broken: 'the API server fails to list or watch it',
};

export function formatUnwatchable({ group, kind, why }: Unwatchable): string {
  return `${kind}${group === '' ? '' : `.${group}`} (${words[why]})`;
}

/** The kinds without which nothing true can be said about a policy: those that it needs, and those that could change what it needs. */
export function whatIsHidden(
  policy: KubeObject,
  outcome: PolicyOutcome | undefined,
  unwatchable: readonly Unwatchable[],
): readonly Unwatchable[] {
  if (unwatchable.length === 0) return [];
  const objects = [...(outcome?.objects ?? []).map(identify), ...(outcome?.annotations ?? []).map(({ on }) => on)];
  const uses = usesOf(policy, outcome);
  return unwatchable.filter((kind) => {
    const needed = watchedKinds.find((each) => each.group === kind.group && each.kind === kind.kind)?.neededFor;
    if (needed === 'policies' || needed === 'targets' || objects.some((identity) => isKind(identity, kind))) return true;
    return kind.why !== 'absent' && needed !== undefined && uses.has(needed);
  });
}

function usesOf(policy: KubeObject, outcome: PolicyOutcome | undefined): ReadonlySet<NeededFor> {
  const has = (section: string): boolean =>
    valueAt(policy, ['spec', section]) !== undefined && valueAt(policy, ['spec', section, 'enabled']) !== false;
  const isDenied = outcome?.diagnostics.some(({ code }) => code === 'RP3006') === true;
  return new Set<NeededFor>([
    'precedence',
    ...(has('retry') || has('timeout') ? (['routes'] as const) : []),
    ...(has('rateLimit') ? (['limits'] as const) : []),
    ...(isDenied ? (['grants'] as const) : []),
  ]);
}
