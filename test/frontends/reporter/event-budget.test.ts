import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../src/frontends/reporter/clock.ts';
import type { ApiRequest, Transport } from '../../../src/frontends/reporter/transport/transport.ts';
import { createEventBudget } from '../../../src/frontends/reporter/writes/event-budget.ts';
import { createEventRecorder } from '../../../src/frontends/reporter/writes/event-recorder.ts';
import type { Evaluation } from '../../../src/status/evaluate-policies.ts';
import { eventually, silent } from '../../support/reporter-parts.ts';

const minutes = (n: number): number => n * 60_000;

function budgetAt(): { readonly take: (uid: string) => boolean; pass(milliseconds: number): void } {
  let now = 1_000;
  const { take } = createEventBudget({ elapsed: () => now });
  return {
    take,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

const taken = (take: (uid: string) => boolean, uid: string, times: number): number =>
  Array.from({ length: times }, () => take(uid)).filter(Boolean).length;

test('25 events of one object at once, then one in five minutes', () => {
  const { take, pass } = budgetAt();
  assert.is(taken(take, 'web', 100), 25);
  pass(minutes(5) - 1);
  assert.is(taken(take, 'web', 10), 0);
  pass(1);
  assert.is(taken(take, 'web', 10), 1);
  pass(minutes(15));
  assert.is(taken(take, 'web', 10), 3);
});

test('asking in vain costs nothing, and no rest brings more than 25', () => {
  const { take, pass } = budgetAt();
  taken(take, 'web', 25);
  for (let minute = 1; minute < 5; minute += 1) {
    pass(minutes(1));
    assert.is(take('web'), false);
  }
  pass(minutes(1));
  assert.is(take('web'), true);
  pass(minutes(60 * 24));
  assert.is(taken(take, 'web', 100), 25);
});

test('each object has its own, and those that were asked for last are remembered', () => {
  const { take } = budgetAt();
  assert.is(taken(take, 'web', 30), 25);
  assert.is(taken(take, 'api', 30), 25);
  for (let n = 0; n < 4094; n += 1) take(`other-${n}`);
  assert.is(take('web'), false);
  take('one more');
  assert.is(take('web'), false, 'asking keeps it in mind');
  assert.is(take('api'), true, 'forgotten');
});

test('a policy that flaps has 25 events, and another one still has its own', async () => {
  const sent: ApiRequest[] = [];
  const transport: Transport = {
    request: async (request) => {
      sent.push(request);
      return {};
    },
    stream: async () => undefined,
    close: () => undefined,
  };
  const { signal } = new AbortController();
  const recorder = createEventRecorder({ transport, clock: systemClock, log: silent, instance: 'me', mayWrite: () => true, signal });
  for (let n = 0; n < 60; n += 1) recorder.record(transition('flapping', n % 2 === 0 ? 'Applied' : 'Failed'));
  recorder.record(transition('calm', 'Applied'));
  await eventually('the last event', () => sent.some(({ body }) => JSON.stringify(body).includes('"calm"')));
  const flapping = sent.filter(({ path, body }) => `${path} ${JSON.stringify(body)}`.includes('flapping'));
  assert.equal([flapping.length, sent.length], [25, 26]);
  assert.is(flapping.filter(({ verb }) => verb === 'create').length, 2, 'the others count up');
});

function transition(name: string, reason: string): Evaluation {
  const policy = { apiVersion: 'resilience.auth-platform.github.com/v1', kind: 'ResiliencePolicy', namespace: 'shop', name };
  return {
    policy: policy as unknown as Evaluation['policy'],
    uid: `uid-${name}`,
    resourceVersion: '1',
    generation: 1,
    status: {} as never,
    changed: true,
    transition: { reason, message: reason, type: 'Normal' },
  };
}

test.run();
