import * as assert from 'uvu/assert';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { auditMark, isWrite, readAudit } from './audit-log.ts';
import { faultSuite } from './fault-suite.ts';
import { runInProcess } from './in-process.ts';
import { summary } from './reporter-suite.ts';
import type { Reporter } from './run-reporter.ts';
import type { Named } from './shop.ts';
import { sleep, waitFor } from './wait.ts';

// What goes wrong below HTTP, and servers that go away. After each fault a change that was made meanwhile shows: nothing is lost.

const suite = faultSuite('faults', async (started) => {
  proxy = await startFaultProxy(started.server().port);
  started.afterwards(() => proxy.stop());
  await restart();
});
const { test, check, server, identity, start, status, untilReady, apply, freshCart, verifySettled } = suite;

let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let reporter: Reporter;
let rounds = 0;
/** A fresh replica for each fault: the waits between tries are forgotten only after two quiet minutes (reporter facts §4). */
async function restart(): Promise<void> {
  await reporter?.process.kill('SIGTERM');
  reporter = await start(['--grace-period=2s'], { port: proxy.port });
}

const isReady = async (): Promise<true | undefined> => ((await reporter.probe('/readyz')) === 200 ? true : undefined);

/** One policy that was in force before, and one that nobody knows yet: both have to be right in the end. */
async function converges(seconds = 90): Promise<void> {
  await suite.converges(seconds);
  await waitFor('ready', isReady, seconds);
  assert.is(reporter.process.running, true);
  await verifySettled();
}

const breaker = (of: Named, value: string): Promise<unknown> =>
  server().client.mergePatch(`/api/v1/namespaces/shop/services/${of.name}`, {
    metadata: { annotations: { 'balancer.linkerd.io/failure-accrual-consecutive-max-failures': value } },
  });

check('fair weather: a policy comes into force', () => converges());

test.before.each(async () => {
  if (rounds++ > 0 && proxy !== undefined) await restart();
});

check('every connection is reset', async () => {
  for (let n = 0; n < 5; n++) {
    proxy.reset();
    await sleep(300);
  }
  await converges();
});

check('a reset in the middle of an event', async () => {
  proxy.reset(700);
  await converges();
});

check('nobody is let in for a while', async () => {
  const cart = freshCart();
  proxy.set({ kind: 'closed' });
  proxy.reset();
  await apply(cart);
  await sleep(4000);
  assert.is(await reporter.probe('/healthz'), 200);
  proxy.set({ kind: 'fair' });
  await untilReady(cart, 'True Applied', 90);
  await verifySettled();
});

check('a slow server', async () => {
  proxy.set({ kind: 'slow', milliseconds: 150 });
  await converges(120);
  proxy.set({ kind: 'fair' });
});

check('the API server is killed and starts again', async () => {
  await server().process.kill('SIGKILL');
  await sleep(3000);
  assert.is(await reporter.probe('/healthz'), 200);
  await server().process.start();
  await converges();
});

check('etcd is killed and starts again', async () => {
  await server().etcd.kill('SIGKILL');
  await sleep(3000);
  await server().etcd.start();
  await waitFor('the API server is back', async () => ((await server().client.call('GET', '/readyz')).code === 200 ? true : undefined));
  await converges();
});

/** Nobody is let in while `change` is made; one service is edited and another deleted. */
async function missed(change: () => Promise<unknown>): Promise<void> {
  const [kept, edited] = [freshCart(), freshCart()];
  await apply(kept);
  await apply(edited);
  await untilReady(kept, 'True Applied');
  await untilReady(edited, 'True Applied');
  proxy.set({ kind: 'closed' });
  proxy.reset();
  await breaker(edited, '9');
  await server().client.call('DELETE', `/api/v1/namespaces/shop/services/${kept.name}`);
  await change();
  proxy.set({ kind: 'fair' });
  await untilReady(edited, 'False Failed', 90);
  await untilReady(kept, 'False TargetServiceNotFound', 90);
  // Both come to rest when the grace period is over.
  await waitFor('stalled', async () => (JSON.stringify(await status(kept)).includes('"Stalled"') ? true : undefined));
  await verifySettled([kept, edited]);
}

check('what changed while nobody could watch is seen, deletions too', () => missed(() => sleep(1500)));

check('compaction: etcd has forgotten what the watches would go on from, and 410 leads to a list', async () => {
  const gone = async (): Promise<number> => {
    const counts = (await reporter.metrics()).matchAll(/^resilience_renderer_watch_restarts_total\{.*reason="410"\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = await gone();
  await missed(async () => {
    // A server that has run on still has the changes in its watch cache.
    await server().process.kill('SIGKILL');
    await server().compact();
    await server().process.start();
  });
  assert.ok((await gone()) > before, 'some watch was told 410');
});

check('half-open connections: nothing arrives and nothing is closed', async () => {
  await reporter.process.kill('SIGTERM');
  const kubeconfig = server().kubeconfigFor({ token: await identity().token() }, proxy.port);
  const inside = runInProcess(kubeconfig, { silence: 6_000 });
  try {
    await suite.converges();
    proxy.set({ kind: 'silent' });
    const cart = freshCart();
    await apply(cart);
    await waitFor('it notices', () =>
      /cannot watch: broken".*no answer of the API server within 6 s/.test(inside.log()) ? true : undefined,
    );
    assert.equal(await status(cart), {});
    proxy.set({ kind: 'fair' });
    await untilReady(cart, 'True Applied', 90);
  } finally {
    proxy.set({ kind: 'fair' });
    await inside.stop();
  }
  await verifySettled();
});

check('a fresh reporter would write nothing else: the statuses are what they should be', async () => {
  await sleep(4000);
  await reporter.process.kill('SIGTERM');
  const carts = Array.from({ length: Number(freshCart().name.split('-')[1]) }, (_, n): Named => ({ name: `cart-${n}`, namespace: 'shop' }));
  const before = await Promise.all(carts.map(status));
  const mark = auditMark(server().auditLog);
  await start(['--grace-period=2s']);
  await sleep(5000);
  const after = await Promise.all(carts.map(status));
  assert.equal(after, before);
  assert.ok(before.every((each) => summary(each) !== ' '));
  const writes = readAudit(server().auditLog, identity().user, mark).filter(isWrite);
  assert.equal(
    writes.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`),
    [],
  );
});

test.run();
