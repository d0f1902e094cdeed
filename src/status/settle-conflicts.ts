import { createCollector } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { MeshChoice } from '../mesh/mesh-choice.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import { group } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RenderOptions } from '../model/options.ts';
import { formatIdentity, formatName, type Identity, identityOf, stringAt } from '../model/resource.ts';
import type { PolicyOutcome } from '../render/outcome.ts';
import { renderInventory } from '../render-inventory.ts';
import type { LiveItem } from './live-inventory.ts';
import { parseTime } from './rfc3339.ts';

/** What came of every policy once the losers of conflicts are out, by `ResiliencePolicy ns/name`. */
export interface Settled {
  readonly outcomes: ReadonlyMap<string, PolicyOutcome>;
  /** Why a policy lost against an older one. */
  readonly lost: ReadonlyMap<string, Diagnostic>;
  /** What concerns no policy in particular. */
  readonly general: readonly Diagnostic[];
}

/** Both sides are policies; of RP4016 only some. */
const conflicts: ReadonlySet<string> = new Set(['RP3004', 'RP3005', 'RP3016', 'RP3022', 'RP4016']);
/** Each round needs a conflict that only showed when another was settled; more is a cluster built to be slow. */
const maxRounds = 12;

/** Renders until no two policies conflict. The oldest wins (GEP-713); a loser is out wholly, so that what it hid may win again. */
export function settleConflicts(
  inventory: Inventory<LiveItem>,
  policies: readonly LiveItem[],
  how: { readonly mesh: MeshChoice; readonly options: RenderOptions; readonly onWanted?: OnWanted | undefined },
): Settled {
  const byAge = [...policies].sort(compareAge);
  const lost = new Map<string, Diagnostic>();
  for (let round = 1; ; round++) {
    const { report, diagnostics } = createCollector();
    const remaining = byAge.filter(({ identity }) => !lost.has(formatIdentity(identity)));
    const context = { options: how.options, report, originOf: () => undefined };
    const rendered = renderInventory(withPolicies(inventory, remaining), how.mesh, context);
    const outcomes = rendered.outcomes(diagnostics);
    tellWanted(outcomes, how.onWanted);
    const losers = findLosers(remaining, diagnostics, round === maxRounds);
    for (const [name, diagnostic] of losers) lost.set(name, diagnostic);
    if (losers.size > 0) continue;
    const byName = new Map(outcomes.map((outcome) => [formatIdentity(outcome.policy), outcome]));
    return { outcomes: byName, lost, general: diagnostics.filter(({ places }) => places.length === 0) };
  }
}

type OnWanted = (policy: Identity, object: Identity) => void;

function tellWanted(outcomes: readonly PolicyOutcome[], onWanted: OnWanted | undefined): void {
  if (onWanted === undefined) return;
  for (const { policy, annotations, objects } of outcomes) {
    for (const { on } of annotations) onWanted(policy, on);
    for (const object of objects) onWanted(policy, identityOf(object));
  }
}

function withPolicies(inventory: Inventory<LiveItem>, policies: readonly LiveItem[]): Inventory<LiveItem> {
  return {
    ...inventory,
    ofKind: (wanted, kind) => (wanted === group && kind === 'ResiliencePolicy' ? policies : inventory.ofKind(wanted, kind)),
  };
}

/** Who loses for certain: against somebody who does not lose in turn. In the last round everybody who is younger does. */
function findLosers(byAge: readonly LiveItem[], diagnostics: readonly Diagnostic[], all: boolean): ReadonlyMap<string, Diagnostic> {
  const ages = new Map(byAge.map(({ identity }, age) => [formatIdentity(identity), age]));
  const pairs = diagnostics
    .filter(({ code }) => conflicts.has(code))
    .map((diagnostic) => ({ diagnostic, names: policiesOf(diagnostic, ages) }))
    .filter(({ names }) => names.length === 2)
    .map(({ diagnostic, names: [older = '', younger = ''] }) => ({ diagnostic, older, younger }))
    .sort((a, b) => (ages.get(a.younger) ?? 0) - (ages.get(b.younger) ?? 0));
  const losers = new Map<string, Diagnostic>();
  for (const { diagnostic, older, younger } of pairs) if (all || !losers.has(older)) losers.set(younger, diagnostic);
  return losers;
}

/** The two policies of a conflict, the older one first. */
function policiesOf({ places }: Diagnostic, ages: ReadonlyMap<string, number>): readonly string[] {
  const names = new Set(places.flatMap((place) => (place.kind === 'object' && ages.has(place.name) ? [place.name] : [])));
  return [...names].sort((a, b) => (ages.get(a) ?? 0) - (ages.get(b) ?? 0));
}

function compareAge(a: LiveItem, b: LiveItem): number {
  const ageOf = ({ object }: LiveItem): number => parseTime(stringAt(object, ['metadata', 'creationTimestamp'])) ?? Number.MAX_SAFE_INTEGER;
  return ageOf(a) - ageOf(b) || compareCodePoints(formatName(a.identity), formatName(b.identity));
}
