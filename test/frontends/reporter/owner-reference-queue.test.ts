import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { WriteResult } from '../../../src/frontends/reporter/metrics.ts';
import { createMetrics } from '../../../src/frontends/reporter/metrics.ts';
import { ApiError } from '../../../src/frontends/reporter/transport/api-error.ts';
import type { ApiRequest, Transport } from '../../../src/frontends/reporter/transport/transport.ts';
import { createOwnerReferenceQueue, type OwnerReferenceQueue } from '../../../src/frontends/reporter/writes/owner-reference-queue.ts';
import type { OwnerReferenceChange } from '../../../src/status/plan-owner-references.ts';
import { eventually, hasty, silent } from '../../support/reporter-parts.ts';

const apiVersion = 'gateway.networking.k8s.io/v1';
const owner = { apiVersion: 'resilience.auth-platform.github.com/v1', kind: 'ResiliencePolicy', name: 'cart', uid: 'uid-cart' };
const change = (name: string, resourceVersion = '7', owners = [owner]): OwnerReferenceChange => ({
  on: { apiVersion, kind: 'HTTPRoute', namespace: 'shop', name },
  uid: `uid-${name}`,
  resourceVersion,
  owners,
});

interface Watched {
  readonly queue: OwnerReferenceQueue;
  readonly sent: ApiRequest[];
  readonly results: WriteResult[];
  retries(): number;
  answer: (request: ApiRequest) => Promise<void>;
  mayWrite: boolean;
}

function build(dryRun = false): Watched {
  const [sent, results]: [ApiRequest[], WriteResult[]] = [[], []];
  let retries = 0;
  const transport: Transport = {
    request: async (request) => {
      sent.push(request);
      await watched.answer(request);
      return {};
    },
    stream: () => Promise.reject(new Error('not here')),
    close: () => undefined,
  };
  const queue = createOwnerReferenceQueue({
    transport,
    clock: hasty,
    log: silent,
    metrics: { ...createMetrics(), gaveOwners: (result) => void results.push(result) },
    mayWrite: () => watched.mayWrite,
    dryRun,
    onRetry: () => {
      retries += 1;
    },
  });
  const watched: Watched = { queue, sent, results, retries: () => retries, answer: () => Promise.resolve(), mayWrite: true };
  return watched;
}

const refuse =
  (code: number, reason: string): (() => Promise<void>) =>
  () =>
    Promise.reject(new ApiError(code, { reason, message: reason }));

test('it applies the owners under a manager of their own, on what was seen and nothing newer', async () => {
  const { queue, sent, results } = build();
  queue.offer([change('web')]);
  await eventually('written', () => results.length === 1);
  const [request] = sent;
  assert.is(request?.verb, 'patch');
  assert.is(request?.path, `/apis/${apiVersion}/namespaces/shop/httproutes/web`);
  assert.equal(request?.query, { fieldManager: 'resilience-renderer-owner-references' });
  assert.is(request?.contentType, 'application/apply-patch+yaml');
  assert.equal(request?.body, {
    apiVersion,
    kind: 'HTTPRoute',
    metadata: {
      namespace: 'shop',
      name: 'web',
      uid: 'uid-web',
      resourceVersion: '7',
      ownerReferences: [{ ...owner, controller: false, blockOwnerDeletion: false }],
    },
  });
});

test('what was written is not written again while the watch lags behind', async () => {
  const { queue, sent, results } = build();
  queue.offer([change('web')]);
  await eventually('written', () => results.length === 1);
  queue.offer([change('web')]);
  queue.offer([change('web'), change('cart')]);
  await eventually('the other', () => results.length === 2);
  assert.equal(
    sent.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)),
    ['web', 'cart'],
  );
  queue.offer([]);
  queue.offer([change('web', '8')]);
  await eventually('a newer one', () => results.length === 3);
});

test('a conflict is looked at again; what is gone is dropped', async () => {
  const watched = build();
  watched.answer = refuse(409, 'Conflict');
  watched.queue.offer([change('web')]);
  await eventually('asked for another look', () => watched.retries() === 1);
  watched.answer = refuse(404, 'NotFound');
  watched.queue.offer([change('web', '8')]);
  await eventually('dropped', () => watched.results.length === 2);
  assert.equal(watched.results, ['conflict', 'gone']);
  assert.is(watched.retries(), 1);
});

test('a missing permission is one request at a time, and goes on when it is given', async () => {
  const watched = build();
  watched.answer = refuse(403, 'Forbidden');
  watched.queue.offer([change('a'), change('b'), change('c')]);
  await eventually('paused', () => watched.retries() === 1);
  assert.is(watched.sent.length, 1);
  watched.answer = () => Promise.resolve();
  watched.queue.offer([change('a'), change('b'), change('c')]);
  await eventually('written', () => watched.results.length === 4);
  assert.equal(watched.results, ['error', 'written', 'written', 'written']);
});

test('who may not write does not, and tries later; a dry run never does', async () => {
  const watched = build();
  watched.mayWrite = false;
  watched.queue.offer([change('web')]);
  await eventually('another look', () => watched.retries() === 1);
  watched.mayWrite = true;
  watched.queue.offer([change('web')]);
  await eventually('written', () => watched.results.length === 2);
  assert.equal(watched.results, ['not-leader', 'written']);
  const dry = build(true);
  dry.queue.offer([change('web')]);
  await eventually('decided', () => dry.results.length === 1);
  dry.queue.offer([change('web')]);
  assert.equal([dry.results, dry.sent], [['dry-run'], []]);
});

test('a stop ends the write in hand and starts no other', async () => {
  const watched = build();
  let finish = (): void => undefined;
  watched.answer = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  watched.queue.offer([change('a'), change('b')]);
  await eventually('in hand', () => watched.sent.length === 1);
  const drained = watched.queue.drain();
  finish();
  await drained;
  watched.queue.offer([change('b')]);
  assert.equal([watched.results, watched.sent.length], [['written'], 1]);
});

test.run();
