import { meshes } from '../mesh/registry.ts';
import type { GroupKind } from '../model/kinds.ts';
import { groupOf, type KubeObject, valueAt } from '../model/resource.ts';
import type { PolicyOutcome } from '../render/outcome.ts';
import { identify } from './expectations.ts';
import { type NeededFor, neededFor } from './watched-kinds.ts';

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
  const writes = outcome === undefined ? [] : writtenKinds(outcome);
  const uses = usesOf(policy, outcome, writes);
  return unwatchable.filter((kind) => {
    const needed = neededFor(kind);
    if (needed === 'policies' || needed === 'targets' || writes.some((each) => isSame(each, kind))) return true;
    return kind.why !== 'absent' && needed !== undefined && uses.has(needed) && isRead(kind, outcome?.mesh);
  });
}

function writtenKinds({ objects, annotations }: PolicyOutcome): readonly GroupKind[] {
  const written = [...objects.map(identify), ...annotations.map(({ on }) => on)];
  return written.map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind }));
}

function isSame(a: GroupKind, b: GroupKind): boolean {
  return a.group === b.group && a.kind === b.kind;
}

/** Grants decide for every mesh; of a policy whose mesh nobody knows any kind may matter. */
function isRead(kind: GroupKind, mesh: string | undefined): boolean {
  const reads = mesh === undefined ? undefined : meshes[mesh]?.reads;
  return reads === undefined || neededFor(kind) === 'grants' || reads.some((each) => isSame(each, kind));
}

function usesOf(policy: KubeObject, outcome: PolicyOutcome | undefined, writes: readonly GroupKind[]): ReadonlySet<NeededFor> {
  const has = (section: string): boolean =>
    valueAt(policy, ['spec', section]) !== undefined && valueAt(policy, ['spec', section, 'enabled']) !== false;
  const isDenied = outcome?.diagnostics.some(({ code }) => code === 'RP3006') === true;
  // Of a policy that nothing came of, its sections are all that shows what it is about.
  const routed = writes.length === 0 ? has('retry') || has('timeout') : writes.some((kind) => neededFor(kind) === 'routes');
  return new Set<NeededFor>([
    'precedence',
    ...(routed ? (['routes'] as const) : []),
    ...(has('rateLimit') ? (['limits'] as const) : []),
    ...(isDenied ? (['grants'] as const) : []),
  ]);
}
