import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type KubeObject, listAt, numberAt, type ObjectValue, stringAt } from '../../../src/model/resource.ts';
import type { Stored } from '../../support/fake-api-objects.ts';
import { type FakeApi, fail } from '../../support/fake-api-server.ts';
import { eventually, service, services } from '../../support/reporter-parts.ts';
import { evaluate, isStatusWrite, policies, policy, reasonOf, withApi } from '../../support/reporter-runs.ts';

/** Each write meets another's: `change` is made between our decision and our write, `rounds` times. */
function contend(api: FakeApi, rounds: number, change: (stored: Stored, round: number) => Stored): () => number {
  let times = 0;
  api.fault = (call) => {
    const stored = isStatusWrite(call) ? api.store.get(policies, 'shop', 'web') : undefined;
    if (stored !== undefined && ++times <= rounds) api.store.put(policies, change(stored, times));
    return false;
  };
  return () => times;
}

const withForeign = (stored: Stored, round: number): Stored => {
  const ours = listAt(stored as KubeObject, ['status', 'conditions']).filter((each) => stringAt(each, ['type']) === 'Ready');
  return { ...stored, status: { ...(stored['status'] as object), conditions: [foreign(round), ...ours] } };
};

const foreign = (round: number): ObjectValue => ({ type: 'example.com/Seen', status: 'True', reason: 'Round', message: String(round) });

test('another writer of the status does not starve ours: what it wrote is kept, and the write is repeated at once', () =>
  withApi(async (api, run) => {
    let evaluations = 0;
    const times = contend(api, 4, withForeign);
    api.store.put(policies, policy('web', 'web'));
    run({
      evaluate: (objects, context) => {
        evaluations += 1;
        return evaluate(objects, context);
      },
    });
    const types = (): readonly string[] =>
      listAt(api.store.get(policies, 'shop', 'web') as KubeObject | undefined, ['status', 'conditions']).map(
        (each) => `${stringAt(each, ['type'])} ${stringAt(each, ['message'])}`,
      );
    await eventually('written', () => times() === 5 && types().includes('Ready '));
    assert.equal(types(), ['example.com/Seen 4', 'Ready ']);
    const reads = api.calls.filter(({ method, path }) => method === 'GET' && path.endsWith('/web')).length;
    assert.is(reads, 4);
    // The watch tells of each round as well; none of them had to be waited for.
    assert.ok(evaluations <= 6, `${evaluations} evaluations`);
  }));

test('what rests on another generation, or on a status that is newer than ours, is not repeated but decided anew', () =>
  withApi(async (api, run) => {
    const seen: (number | undefined)[] = [];
    contend(api, 1, (stored) => ({ ...stored, metadata: { ...stored.metadata, generation: 2 }, status: { observedGeneration: 2 } }));
    api.store.put(policies, policy('web', 'web'));
    run({
      evaluate: (objects, context) => {
        const found = objects.find(({ kind }) => kind === 'ResiliencePolicy');
        const newest = numberAt(found, ['status', 'observedGeneration']);
        seen.push(newest);
        // As src/status does: whoever knows a newer generation has the last word.
        const survey = evaluate(objects, context);
        return { ...survey, evaluations: survey.evaluations.map((each) => ({ ...each, changed: each.changed && newest === undefined })) };
      },
    });
    await eventually('decided anew', () => seen.at(-1) === 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.is(api.calls.filter(isStatusWrite).length, 1);
    assert.equal(api.store.get(policies, 'shop', 'web')?.['status'], { observedGeneration: 2 });
  }));

test('repeating is bounded: a writer that is always faster is waited for', () =>
  withApi(async (api, run) => {
    let [inARow, most] = [0, 0];
    const times = contend(api, 40, (stored, round) => {
      inARow += 1;
      most = Math.max(most, inARow);
      return withForeign(stored, round);
    });
    api.store.put(policies, policy('web', 'web'));
    run({
      evaluate: (objects, context) => {
        inARow = 0;
        return evaluate(objects, context);
      },
    });
    await eventually('written at last', () => reasonOf(api, 'web') === 'TargetServiceNotFound', 30_000);
    assert.is(times(), 41);
    // One write and five repeats of it, then another decision.
    assert.ok(most <= 6, `${most} writes in a row`);
  }));

test('a policy that is gone is not written with every evaluation until the watch tells of it', () =>
  withApi(async (api, run) => {
    let [evaluations, writes, begin] = [0, 0, 0];
    api.fault = (call, response) => {
      if (!isStatusWrite(call)) return false;
      begin ||= performance.now();
      writes += 1;
      return fail(response, 404, 'NotFound');
    };
    api.store.put(policies, policy('gone', 'web'));
    run({
      evaluate: (objects, context) => {
        evaluations += 1;
        // Other objects change all the time.
        if (evaluations < 10) setTimeout(() => api.store.put(services, service(`other-${evaluations}`)), 5);
        return evaluate(objects, context);
      },
    });
    await eventually('many evaluations', () => evaluations >= 10);
    const seconds = (performance.now() - begin) / 1000;
    assert.ok(writes <= 1 + seconds, `${writes} writes in ${seconds} s`);
  }));

test.run();
