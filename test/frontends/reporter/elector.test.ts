import { setMaxListeners } from 'node:events';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../../src/frontends/reporter/clock.ts';
import { createElector, type Elector } from '../../../src/frontends/reporter/election/elector.ts';
import {
  createLeaseStore,
  type LeaseRecord,
  type LeaseStore,
  type StoredLease,
} from '../../../src/frontends/reporter/election/lease-store.ts';
import { formatMicroTime } from '../../../src/frontends/reporter/election/micro-time.ts';
import { ApiError } from '../../../src/frontends/reporter/transport/api-error.ts';
import { startFakeApi } from '../../support/fake-api-server.ts';
import { silent, transportTo } from '../../support/reporter-parts.ts';

/** A world in which time passes only when told, and each sleeper can be left asleep. */
function createWorld() {
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void; readonly who: string }[] = [];
  const paused = new Set<string>();
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 50; i += 1) await Promise.resolve();
  };
  return {
    paused,
    clockOf: (who: string, skew = 0, rate = 1): Clock & { jump: number } => {
      const clock = {
        jump: skew,
        elapsed: () => now * rate,
        wall: () => 1_700_000_000_000 + now * rate + clock.jump,
        random: () => 0.5,
        sleep: (milliseconds: number, signal: AbortSignal) =>
          new Promise<void>((resolve) => {
            if (signal.aborted) return resolve();
            signal.addEventListener('abort', () => resolve());
            sleepers.push({ at: now + milliseconds / rate, wake: resolve, who });
          }),
      };
      return clock;
    },
    /** Lets so much time pass, step by step. */
    pass: async (milliseconds: number, each: () => void = () => undefined) => {
      await settle();
      for (const until = now + milliseconds; now < until; ) {
        now += 100;
        const due = sleepers.filter(({ at, who }) => at <= now && !paused.has(who));
        sleepers = sleepers.filter((sleeper) => !due.includes(sleeper));
        for (const { wake } of due) wake();
        await settle();
        each();
      }
    },
  };
}

function createStore(): LeaseStore & { lease: StoredLease | undefined; down: boolean } {
  let version = 0;
  const store = {
    lease: undefined as StoredLease | undefined,
    down: false,
    read: async () => {
      if (store.down) throw new Error('away');
      return store.lease;
    },
    create: async (record: LeaseRecord) => {
      if (store.down) throw new Error('away');
      if (store.lease !== undefined) throw new ApiError(409, undefined);
      version += 1;
      store.lease = { ...record, resourceVersion: String(version) };
      return store.lease;
    },
    update: async (record: LeaseRecord, resourceVersion: string) => {
      if (store.down) throw new Error('away');
      if (store.lease === undefined) throw new ApiError(404, undefined);
      if (store.lease.resourceVersion !== resourceVersion) throw new ApiError(409, undefined);
      version += 1;
      store.lease = { ...record, resourceVersion: String(version) };
      return store.lease;
    },
  };
  return store;
}

async function withTwo(
  use: (two: {
    a: Elector;
    b: Elector;
    stopA: AbortController;
    store: ReturnType<typeof createStore>;
    world: ReturnType<typeof createWorld>;
    clockA: Clock & { jump: number };
  }) => Promise<void>,
  { skew = 0, rate = 1 } = {},
): Promise<void> {
  const [world, store, stopA, stopB] = [createWorld(), createStore(), new AbortController(), new AbortController()];
  setMaxListeners(0, stopA.signal, stopB.signal);
  const clockA = world.clockOf('a');
  const a = createElector({ store, identity: 'a', clock: clockA, log: silent, onChange: () => undefined });
  const b = createElector({ store, identity: 'b', clock: world.clockOf('b', skew, rate), log: silent, onChange: () => undefined });
  const running = [a.run(stopA.signal)];
  await world.pass(1000);
  running.push(b.run(stopB.signal));
  try {
    await use({ a, b, stopA, store, world, clockA });
  } finally {
    stopA.abort();
    stopB.abort();
    world.paused.clear();
    await Promise.all(running);
  }
}

const both = (a: Elector, b: Elector) => (): void => assert.not(a.mayWrite() && b.mayWrite(), 'two leaders');

test('one leads, and the other takes over when its lease has not moved for its duration', () =>
  withTwo(async ({ a, b, stopA, store, world }) => {
    await world.pass(60_000, both(a, b));
    assert.equal([a.mayWrite(), b.mayWrite(), store.lease?.transitions], [true, false, 0]);
    stopA.abort();
    await world.pass(10_000, both(a, b));
    assert.equal([a.mayWrite(), b.mayWrite()], [false, false]);
    await world.pass(9_000, both(a, b));
    assert.equal([b.mayWrite(), store.lease?.holder, store.lease?.transitions], [true, 'b', 1]);
  }));

test('a released lease is taken over at the next try', () =>
  withTwo(async ({ a, b, stopA, store, world }) => {
    await world.pass(10_000, both(a, b));
    stopA.abort();
    await a.release();
    assert.equal([store.lease?.holder, store.lease?.durationSeconds, a.mayWrite()], ['', 1, false]);
    await world.pass(3_000, both(a, b));
    assert.ok(b.mayWrite());
  }));

test('a paused leader may not write when it wakes, and follows', () =>
  withTwo(async ({ a, b, world }) => {
    await world.pass(5_000, both(a, b));
    world.paused.add('a');
    await world.pass(30_000, both(a, b));
    assert.equal([a.mayWrite(), b.mayWrite()], [false, true]);
    world.paused.clear();
    await world.pass(30_000, both(a, b));
    assert.equal([a.mayWrite(), b.mayWrite()], [false, true]);
  }));

for (const skew of [-3_600_000, 3_600_000]) {
  test(`a clock that is off by ${skew} ms decides nothing`, () =>
    withTwo(
      async ({ a, b, world, clockA }) => {
        await world.pass(60_000, both(a, b));
        assert.equal([a.mayWrite(), b.mayWrite()], [true, false]);
        clockA.jump = skew;
        await world.pass(60_000, both(a, b));
        assert.equal([a.mayWrite(), b.mayWrite()], [true, false]);
      },
      { skew },
    ));
}

test('clocks that run half as fast again do not make two leaders', () =>
  withTwo(
    async ({ a, b, stopA, world }) => {
      await world.pass(60_000, both(a, b));
      assert.ok(a.mayWrite());
      stopA.abort();
      await world.pass(30_000, both(a, b));
      assert.ok(b.mayWrite());
    },
    { rate: 1.4 },
  ));

test('a server that is away ends the lead at the renew deadline, and its return begins it', () =>
  withTwo(async ({ a, b, store, world }) => {
    await world.pass(5_000);
    store.down = true;
    await world.pass(12_000, both(a, b));
    assert.equal([a.mayWrite(), b.mayWrite()], [false, false]);
    store.down = false;
    await world.pass(20_000, both(a, b));
    assert.ok(a.mayWrite() !== b.mayWrite());
  }));

test('a lease that is deleted or rewritten by hand leads to a new election', () =>
  withTwo(async ({ a, b, store, world }) => {
    await world.pass(5_000);
    store.lease = undefined;
    await world.pass(10_000, both(a, b));
    assert.ok(a.mayWrite() !== b.mayWrite());
    store.lease = { holder: 'hand', durationSeconds: 15, acquireTime: 'x', renewTime: '', transitions: 9, resourceVersion: 'h' };
    await world.pass(5_000, both(a, b));
    assert.equal([a.mayWrite(), b.mayWrite()], [false, false]);
    await world.pass(30_000, both(a, b));
    assert.ok(a.mayWrite() !== b.mayWrite());
  }));

test('a MicroTime has six digits', () => {
  assert.is(formatMicroTime(1_700_000_000_435), '2023-11-14T22:13:20.435000Z');
});

test('a lease goes to the API server as it has to', async () => {
  const leases = '/apis/coordination.k8s.io/v1/leases';
  const api = await startFakeApi([leases]);
  const transport = transportTo(api);
  try {
    const store = createLeaseStore({ namespace: 'mesh', name: 'one' }, transport, 5_000);
    assert.is(await store.read(), undefined);
    const record = { holder: 'a', durationSeconds: 15, acquireTime: formatMicroTime(0), renewTime: formatMicroTime(0), transitions: 2 };
    const created = await store.create(record);
    const found = await store.read();
    if (found === undefined) throw new Error('it is there');
    const { resourceVersion, ...read } = found;
    assert.equal([read, resourceVersion], [record, created.resourceVersion]);
    await store.update({ ...record, holder: 'b' }, resourceVersion);
    const refused = await store.update(record, resourceVersion).catch((error: ApiError) => error.code);
    assert.is(refused, 409);
  } finally {
    transport.close();
    await api.close();
  }
});

test.run();
