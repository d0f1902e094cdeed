import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../../src/frontends/reporter/clock.ts';
import { createMetrics } from '../../../../src/frontends/reporter/metrics.ts';
import { createStatusQueue } from '../../../../src/frontends/reporter/writes/status-queue.ts';
import type { ObjectValue } from '../../../../src/model/resource.ts';
import type { Evaluation } from '../../../../src/status/evaluate-policies.ts';
import { eventually, silent } from '../../../support/reporter-parts.ts';

const evaluation = (name: string): Evaluation => ({
  policy: { apiVersion: 'resilience.auth-platform.github.com/v1', kind: 'ResiliencePolicy', namespace: 'shop', name },
  uid: name,
  resourceVersion: '1',
  generation: 1,
  status: { conditions: [], observedGeneration: 1, appliedToServices: [], lastUpdateTime: '' },
  changed: true,
});

/** A queue whose writes end one by one, when told. */
function openQueue() {
  const open: ((answer: ObjectValue) => void)[] = [];
  let retries = 0;
  let sent = 0;
  const queue = createStatusQueue({
    transport: {
      request: () => {
        sent++;
        return new Promise((resolve) => open.push(resolve));
      },
      stream: () => Promise.reject(new Error('not for this')),
      close: () => undefined,
    },
    clock: systemClock,
    log: silent,
    metrics: createMetrics(),
    mayWrite: () => true,
    dryRun: false,
    trim: (object) => object,
    decidedOn: () => undefined,
    onObject: () => undefined,
    onWritten: () => undefined,
    onRetry: () => {
      retries++;
    },
  });
  return { queue, endOne: () => open.shift()?.({}), sent: () => sent, retries: () => retries };
}

test('what is being written is not wanted once more: many writes ask for one last look', async () => {
  const { queue, endOne, sent, retries } = openQueue();
  const all = Array.from({ length: 20 }, (_, i) => evaluation(`p${i}`));
  queue.offer(all);
  for (let written = 0; written < all.length; written++) {
    queue.offer(all.slice(written));
    assert.is(retries(), 0);
    endOne();
    await eventually('the next', () => sent() === Math.min(all.length, 8 + written + 1) || retries() > 0);
  }
  await eventually('the last look', () => retries() === 1);
  assert.is(sent(), all.length);
});

test('what was decided meanwhile on the old policy is decided anew', async () => {
  const { queue, endOne, retries } = openQueue();
  queue.offer([evaluation('p0'), evaluation('p1')]);
  queue.offer([evaluation('p0'), evaluation('p1')]);
  endOne();
  await eventually('asked for', () => retries() === 1);
});

test('a timer that ends a moment before the clock says so loses nothing', async () => {
  let now = 0;
  let sent = 0;
  const timers: { readonly at: number; readonly end: () => void }[] = [];
  const queue = createStatusQueue({
    transport: {
      request: () => {
        sent++;
        return sent === 1 ? Promise.reject(new Error('refused once')) : Promise.resolve({});
      },
      stream: () => Promise.reject(new Error('not for this')),
      close: () => undefined,
    },
    clock: {
      ...systemClock,
      elapsed: () => now,
      sleep: (wait) => new Promise((resolve) => timers.push({ at: now + wait, end: resolve })),
    },
    log: silent,
    metrics: createMetrics(),
    mayWrite: () => true,
    dryRun: false,
    trim: (object) => object,
    decidedOn: () => undefined,
    onObject: () => undefined,
    onWritten: () => undefined,
    onRetry: () => queue.offer([wanted]),
  });
  const wanted = evaluation('p');
  queue.offer([wanted]);
  for (let fired = 0; fired < 5 && sent < 2; fired++) {
    await eventually('a timer', () => timers.length > 0 || sent === 2);
    const timer = timers.shift();
    now = Math.max(now, (timer?.at ?? 0) - 0.4);
    timer?.end();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.is(sent, 2);
});

test.run();
