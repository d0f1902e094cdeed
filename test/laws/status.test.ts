import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject, ObjectValue } from '../../src/model/resource.ts';
import type { Evaluation } from '../../src/status/evaluate-policies.ts';
import { proveLaw } from '../support/law.ts';
import { answered, answeredLimit, applied, at, breaker, look, policy, service, timeout, written } from '../support/live-cluster.ts';
import { brokenConventions } from '../support/status-conventions.ts';

/*
 * Histories of a cluster: at each moment a story says of every policy what somebody did to what it asks for. What the
 * conditions must say follows from the story alone.
 */

interface Chapter {
  readonly sections: 'breaker' | 'timeout' | 'both' | 'limit' | 'invalid';
  readonly hasService: boolean;
  readonly serviceEdited: boolean;
  /** Or the rate limit. */
  readonly route: 'right' | 'edited' | 'missing';
  readonly answer: 'True' | 'False' | 'none';
  readonly rival: boolean;
  readonly forbidden: boolean;
}

const seldom = fc.nat(9).map((n) => n === 0);
const mostly = <T>(usual: T, others: readonly T[]): fc.Arbitrary<T> => fc.nat(6 + others.length).map((n) => others[n - 7] ?? usual);
const chapter: fc.Arbitrary<Chapter> = fc.record({
  sections: mostly<Chapter['sections']>('both', ['breaker', 'timeout', 'limit', 'invalid']),
  hasService: mostly(true, [false]),
  serviceEdited: seldom,
  route: mostly<Chapter['route']>('right', ['edited', 'missing']),
  answer: mostly<Chapter['answer']>('True', ['False', 'none']),
  rival: seldom,
  forbidden: seldom,
});
const story = fc.array(fc.record({ chapters: fc.tuple(chapter, chapter, chapter), wait: fc.constantFrom(0, 1, 100, 299, 300, 5000) }), {
  minLength: 1,
  maxLength: 6,
});

const specOf = ({ sections }: Chapter, target: string): ObjectValue => {
  const targetRef = { name: target };
  if (sections === 'invalid') return { targetRef, retry: { maxAttempts: 'many' } };
  if (sections === 'limit') return { targetRef, rateLimit: { requestsPerSecond: 10, accessPolicy: 'all-unauthenticated' } };
  return { targetRef, ...(sections === 'timeout' ? {} : breaker), ...(sections === 'breaker' ? {} : timeout) };
};

function objectsOf(each: Chapter, i: number, generation: number): readonly KubeObject[] {
  const governed = policy(`p${i}`, specOf(each, `s${i}`), { generation });
  const rival = each.rival ? [policy(`r${i}`, specOf({ ...each, sections: 'both' }, `s${i}`), { creationTimestamp: at(5) })] : [];
  const usable = each.sections === 'invalid' ? [service(`s${i}`)] : applied([service(`s${i}`), governed]);
  const others = usable.filter(({ kind }) => kind !== 'ResiliencePolicy').flatMap((object) => bend(object, each));
  return [...others, governed, ...rival];
}

function bend(object: KubeObject, each: Chapter): readonly KubeObject[] {
  if (object['kind'] === 'Service') {
    const text = JSON.stringify(object);
    return each.hasService ? [JSON.parse(each.serviceEdited ? text.replace('"consecutive"', '"other"') : text) as KubeObject] : [];
  }
  if (object['kind'] === 'Server') return [object];
  if (each.route === 'missing') return [];
  const edit = (text: string): string => text.replace('"10s"', '"9s"').replace('"requestsPerSecond":10', '"requestsPerSecond":9');
  const found = each.route === 'edited' ? (JSON.parse(edit(JSON.stringify(object))) as KubeObject) : object;
  if (each.answer === 'none') return [found];
  return [object['kind'] === 'HTTPLocalRateLimitPolicy' ? answeredLimit(found, each.answer) : answered(found, each.answer)];
}

/** Law 7, from the story alone: whether the policy is in force. */
function isInForce(each: Chapter): boolean {
  const hasBreaker = each.sections === 'breaker' || each.sections === 'both';
  const routed = each.sections !== 'breaker';
  if (each.sections === 'invalid' || !each.hasService || each.forbidden) return false;
  return !(hasBreaker && each.serviceEdited) && !(routed && (each.route !== 'right' || each.answer !== 'True'));
}

function conditionsOf({ status }: Evaluation): ReadonlyMap<string, ObjectValue> {
  return new Map(status.conditions.map((condition) => [String(condition['type']), condition]));
}

/** Beside what everybody keeps: the generation is that of the policy, whatever state it is in. */
function checkConventions(evaluation: Evaluation): void {
  assert.equal(brokenConventions(evaluation), [], JSON.stringify(evaluation.status));
  assert.is(evaluation.status.observedGeneration, evaluation.generation);
  for (const [type, { observedGeneration }] of conditionsOf(evaluation))
    if (type !== foreign.type) assert.is(observedGeneration, evaluation.generation, type);
}

/** Times move with `status` alone. */
function checkTimes(before: ObjectValue | undefined, after: Evaluation, now: string): void {
  for (const [type, condition] of conditionsOf(after)) {
    const old = (before?.['conditions'] as readonly ObjectValue[] | undefined)?.find((each) => each['type'] === type);
    const isSame = old?.['status'] === condition['status'];
    if (type !== 'example.com/Foreign') assert.is(condition['lastTransitionTime'], isSame ? old?.['lastTransitionTime'] : now, type);
  }
  if (before !== undefined)
    assert.is(after.status.lastUpdateTime === before['lastUpdateTime'], !after.changed || before['lastUpdateTime'] === now);
}

const foreign = { type: 'example.com/Foreign', status: 'True', reason: 'Theirs', message: 'kept', lastTransitionTime: at(0) };

test('conditions tell the truth, by every convention, through any history (law 7)', () => {
  proveLaw({
    number: 7,
    over: story,
    check: (chapters) => {
      let stored: ReadonlyMap<string, ObjectValue> = new Map();
      let seconds = 0;
      let good = 0;
      for (const [generation, { chapters: stories, wait }] of chapters.entries()) {
        seconds += wait;
        const more = stories.some(({ forbidden }) => forbidden)
          ? { unwatchable: [{ group: 'linkerd.io', kind: 'ServiceProfile', why: 'forbidden' as const }] }
          : {};
        const objects = stories
          .flatMap((each, i) => objectsOf(each, i, generation + 1))
          .map((object) => {
            const name = String((object['metadata'] as ObjectValue)['name']);
            return object['kind'] === 'ResiliencePolicy' ? { ...object, status: stored.get(name) ?? { conditions: [foreign] } } : object;
          });
        const found = look(objects, seconds, more);
        for (const [i, each] of stories.entries()) {
          const evaluation = found.get(`p${i}`) as Evaluation;
          const isGood = conditionsOf(evaluation).get('Ready')?.['status'] === 'True';
          assert.is(isGood, isInForce(each) && stories.every(({ forbidden }) => !forbidden), JSON.stringify([each, evaluation.status]));
          if (isGood) good++;
        }
        for (const [name, evaluation] of found) {
          checkConventions(evaluation);
          checkTimes(stored.get(name), evaluation, at(seconds));
          if (name.startsWith('p') || stored.has(name)) assert.equal(conditionsOf(evaluation).get(foreign.type), foreign);
        }
        const after = look(written(objects, found), seconds + 1, more);
        for (const evaluation of after.values())
          if ((evaluation.recheckSeconds ?? 300) > 1) assert.is(evaluation.changed, settlesAt(evaluation));
        stored = new Map([...found].map(([name, { status }]) => [name, status]));
      }
      return good > 0;
    },
  });
});

/** One second later nothing is written, but where that second was the last of the grace period. */
function settlesAt(evaluation: Evaluation): boolean {
  return conditionsOf(evaluation).get('Stalled')?.['lastTransitionTime'] === evaluation.status.lastUpdateTime && evaluation.changed;
}

test('the conventions of law 7 are broken by what breaks them', () => {
  const condition = (type: string, more: ObjectValue = {}): ObjectValue => {
    return { type, status: 'True', reason: 'Because', message: 'm', lastTransitionTime: at(0), observedGeneration: 2, ...more };
  };
  const broken = (conditions: readonly ObjectValue[], observedGeneration = 2): number => {
    const status = { conditions, observedGeneration, appliedToServices: [], lastUpdateTime: at(0) };
    return brokenConventions({ status, generation: 2 } as unknown as Evaluation).length;
  };
  const [ready, no] = [condition('Ready'), condition('Ready', { status: 'False' })];
  assert.equal([broken([ready]), broken([no, condition('Stalled')]), broken([no, condition('Reconciling')])], [0, 0, 0]);
  for (const conditions of [
    [],
    [no],
    [ready, condition('Stalled')],
    [ready, condition('Drifted', { status: 'False' })],
    [no, condition('Stalled'), condition('Reconciling')],
    [no, condition('Stalled', { reason: 'Other' })],
    [no, condition('Reconciling', { status: 'False' })],
    [condition('Ready', { observedGeneration: 1 })],
    [ready, condition('Accepted', { observedGeneration: 0 })],
    [ready, ready],
    ...[{ reason: '' }, { status: 'Yes' }, { lastTransitionTime: '2026-01-01' }].map((more) => [condition('Ready', more)]),
  ])
    assert.ok(broken(conditions) > 0, JSON.stringify(conditions));
  assert.ok(broken([ready], 1) > 0 && broken([ready], 3) > 0);
});

test('a policy with mistakes changes nothing for the others', () => {
  proveLaw({
    number: '7b',
    over: fc.tuple(chapter, fc.anything({ withNullPrototype: false, maxDepth: 2 })),
    check: ([each, spec]) => {
      const objects = objectsOf({ ...each, rival: false }, 0, 1);
      const plain = JSON.parse(JSON.stringify(spec ?? null) ?? 'null') as ObjectValue;
      const bad = { ...policy('bad', {}), spec: plain };
      assert.equal(look([...objects, bad]).get('p0'), look(objects).get('p0'));
      return true;
    },
  });
});

test.run();
