import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject, ObjectValue } from '../../src/model/resource.ts';
import type { Evaluation } from '../../src/status/evaluate-policies.ts';
import { proveLaw } from '../support/law.ts';
import { answered, applied, at, breaker, look, policy, service, timeout, written } from '../support/live-cluster.ts';

/*
 * Histories of a cluster: at each moment a story says of every policy what somebody did to what it asks for. What the
 * conditions must say follows from the story alone.
 */

interface Chapter {
  readonly sections: 'breaker' | 'timeout' | 'both' | 'invalid';
  readonly hasService: boolean;
  readonly serviceEdited: boolean;
  readonly route: 'right' | 'edited' | 'missing';
  readonly answer: 'True' | 'False' | 'none';
  readonly rival: boolean;
  readonly forbidden: boolean;
}

const seldom = fc.nat(9).map((n) => n === 0);
const mostly = <T>(usual: T, others: readonly T[]): fc.Arbitrary<T> => fc.nat(9).map((n) => others[n - 7] ?? usual);
const chapter: fc.Arbitrary<Chapter> = fc.record({
  sections: mostly<Chapter['sections']>('both', ['breaker', 'timeout', 'invalid']),
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
  if (each.route === 'missing') return [];
  const route = each.route === 'edited' ? (JSON.parse(JSON.stringify(object).replace('"10s"', '"9s"')) as KubeObject) : object;
  return [each.answer === 'none' ? route : answered(route, each.answer)];
}

/** Law 7, from the story alone: whether the policy is in force. */
function isInForce(each: Chapter): boolean {
  const hasBreaker = each.sections !== 'timeout';
  const routed = each.sections !== 'breaker';
  if (each.sections === 'invalid' || !each.hasService || each.forbidden) return false;
  return !(hasBreaker && each.serviceEdited) && !(routed && (each.route !== 'right' || each.answer !== 'True'));
}

function conditionsOf({ status }: Evaluation): ReadonlyMap<string, ObjectValue> {
  return new Map(status.conditions.map((condition) => [String(condition['type']), condition]));
}

/** The rules of Flux's own checker, of kstatus and of metav1 (reporter facts §3). */
function checkConventions(evaluation: Evaluation): void {
  const conditions = conditionsOf(evaluation);
  const [ready, reconciling, stalled] = ['Ready', 'Reconciling', 'Stalled'].map((type) => conditions.get(type));
  assert.ok(ready !== undefined);
  assert.is(evaluation.status.observedGeneration, evaluation.generation);
  assert.not.ok(reconciling && stalled, 'never both');
  if (ready['status'] === 'True') assert.not.ok(reconciling || stalled || conditions.has('Drifted'), 'nothing negative beside Ready');
  if (reconciling || stalled) assert.is(ready['status'], 'False');
  if (ready['status'] === 'False') assert.ok(reconciling || stalled, 'kstatus waits for ever on Ready=False alone');
  const worst = stalled ?? reconciling;
  if (worst !== undefined) assert.equal([ready['reason'], ready['message']], [worst['reason'], worst['message']]);
  for (const [type, { status, reason, message, lastTransitionTime, observedGeneration }] of conditions) {
    if (type === 'example.com/Foreign') continue;
    assert.is(observedGeneration, evaluation.generation);
    assert.match(String(lastTransitionTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(String(reason), /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/);
    assert.ok(String(message).length <= 32_768 && ['True', 'False', 'Unknown'].includes(String(status)));
  }
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
