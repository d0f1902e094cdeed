import type { ObjectValue } from '../../src/model/resource.ts';
import type { Evaluation } from '../../src/status/evaluate-policies.ts';

/*
 * The conventions that a status has to keep, from their sources (reporter facts §3): Flux's own checker of conditions, kstatus and
 * metav1.Condition. Each gives what is broken, in words.
 */

interface Seen {
  readonly generation: number;
  readonly observed: number;
  readonly conditions: ReadonlyMap<string, ObjectValue>;
}

type Rule = readonly [name: string, isBroken: (seen: Seen) => boolean];

/** True there is trouble. */
const negative = ['Stalled', 'Reconciling', 'Drifted'];
const statusOf = ({ conditions }: Seen, type: string): unknown => conditions.get(type)?.['status'];
const generations = ({ conditions }: Seen): readonly number[] =>
  [...conditions.values()].map(({ observedGeneration }) => Number(observedGeneration ?? 0));
const isReady = (seen: Seen): boolean => statusOf(seen, 'Ready') === 'True';

/**
 * One rule of Flux is left out: that the root's observedGeneration stays behind while Reconciling is True. It is made for controllers
 * that apply the spec themselves. Here a policy mostly waits for a cluster that changed without it, and `observedGeneration` means what
 * metav1 says: the generation that was looked at. `kstatusOf` shows that whoever waits comes to the same result.
 */
const fluxRules: readonly Rule[] = [
  ['nothing negative is True beside Ready=True', (seen) => isReady(seen) && negative.some((type) => statusOf(seen, type) === 'True')],
  ['nothing negative is there at all beside Ready=True', (seen) => isReady(seen) && negative.some((type) => seen.conditions.has(type))],
  ['Ready is always there', (seen) => !seen.conditions.has('Ready')],
  ['Ready is False while Reconciling', (seen) => statusOf(seen, 'Reconciling') === 'True' && statusOf(seen, 'Ready') !== 'False'],
  ['Ready is False while Stalled', (seen) => statusOf(seen, 'Stalled') === 'True' && statusOf(seen, 'Ready') !== 'False'],
  ['only one of Reconciling and Stalled is there', ({ conditions }) => conditions.has('Reconciling') && conditions.has('Stalled')],
  ['observedGeneration is not ahead', ({ observed, generation }) => observed > generation],
  ['Ready is not True for an older generation', (seen) => isReady(seen) && seen.observed < seen.generation],
  ['no condition of a Ready object is older', (seen) => isReady(seen) && generations(seen).some((each) => each < seen.generation)],
  ['all generations of a Ready object are equal', (seen) => isReady(seen) && generations(seen).some((each) => each !== seen.observed)],
  [
    'Ready says what the worst of the negative ones says',
    ({ conditions }) => {
      const worst = negative.map((type) => conditions.get(type)).find((condition) => condition?.['status'] === 'True');
      const ready = conditions.get('Ready');
      return worst !== undefined && (worst['reason'] !== ready?.['reason'] || worst['message'] !== ready?.['message']);
    },
  ],
  [
    'Reconciling and Stalled go instead of being False',
    (seen) => ['Reconciling', 'Stalled'].some((type) => seen.conditions.has(type) && statusOf(seen, type) !== 'True'),
  ],
  ['every condition has a generation', (seen) => generations(seen).some((each) => each < 1)],
];

/** The types' own limits, as the API server would refuse them, and times as metav1.Time has them. */
function isMalformed({ status, reason, message, lastTransitionTime }: ObjectValue): boolean {
  const reasonText = String(reason);
  return (
    !['True', 'False', 'Unknown'].includes(String(status)) ||
    !/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(reasonText) ||
    reasonText.length > 1024 ||
    String(message).length > 32_768 ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(lastTransitionTime))
  );
}

/** What somebody who waits with kstatus sees, as `flux`, `kubectl wait` of cli-utils and Argo CD do. */
export type Health = 'Current' | 'InProgress' | 'Failed';

export function kstatusOf({ generation, observed, conditions }: Seen): Health {
  if (observed !== generation || conditions.get('Reconciling')?.['status'] === 'True') return 'InProgress';
  if (conditions.get('Stalled')?.['status'] === 'True') return 'Failed';
  return conditions.get('Ready')?.['status'] === 'True' ? 'Current' : 'InProgress';
}

/** What of the conventions a status breaks. Conditions whose type has a domain are somebody else's. */
export function brokenConventions({ status, generation }: Evaluation): readonly string[] {
  const own = status.conditions.filter(({ type }) => !String(type).includes('/'));
  const conditions = new Map(own.map((condition) => [String(condition['type']), condition]));
  const seen = { generation, observed: status.observedGeneration, conditions };
  const ready = conditions.get('Ready')?.['status'];
  const stalled = conditions.has('Stalled');
  const expected: Health = ready === 'True' ? 'Current' : stalled ? 'Failed' : 'InProgress';
  return [
    ...fluxRules.filter(([, isBroken]) => isBroken(seen)).map(([name]) => name),
    ...(conditions.size === own.length ? [] : ['each type is there once']),
    ...[...conditions].filter(([, condition]) => isMalformed(condition)).map(([type]) => `${type} is well formed`),
    ...(kstatusOf(seen) === expected ? [] : [`kstatus says ${expected}`]),
    // It would wait for ever: nothing tells it that something is still on its way, or that nothing is.
    ...(ready === 'False' && !stalled && !conditions.has('Reconciling') ? ['Ready=False never stands alone'] : []),
  ];
}
