import * as assert from 'uvu/assert';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { auditMark, isWrite, readAudit } from './audit-log.ts';
import { applyAll, createNamespaces } from './objects.ts';
import { reporterSuite, summary } from './reporter-suite.ts';
import type { Reporter } from './run-reporter.ts';
import { type Named, policy, render, service } from './shop.ts';
import { sleep, waitFor } from './wait.ts';

// What goes wrong below HTTP, and servers that go away. After each fault a change that was made meanwhile shows: nothing is lost.

const { test, check, server, identity, start, status, untilReady } = reporterSuite('faults', {
  before: (started) => createNamespaces(started, 'shop'),
  setUp: async (suite) => {
    proxy = await startFaultProxy(suite.server().port);
    suite.afterwards(() => proxy.stop());
    reporter = await suite.start(['--grace-period=2s'], { port: proxy.port });
  },
});

let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let reporter: Reporter;
let carts = 0;

async function apply(cart: Named): Promise<void> {
  await applyAll(server(), render([service(cart), policy(cart)]));
}

function freshCart(): Named {
  return { name: `cart-${carts++}`, namespace: 'shop' };
}

/** One policy that was in force before, and one that nobody knows yet: both have to be right in the end. */
async function converges(seconds = 90): Promise<void> {
  const cart = freshCart();
  await apply(cart);
  await untilReady(cart, 'True Applied', seconds);
  await waitFor('ready', async () => ((await reporter.probe('/readyz')) === 200 ? true : undefined), seconds);
  assert.is(reporter.process.running, true);
}

const breaker = (of: Named, value: string): Promise<unknown> =>
  server().client.mergePatch(`/api/v1/namespaces/shop/services/${of.name}`, {
    metadata: { annotations: { 'balancer.linkerd.io/failure-accrual-consecutive-max-failures': value } },
  });

check('fair weather: a policy comes into force', () => converges());

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

check('what changed while nobody could watch is seen, deletions too', async () => {
  const [kept, edited] = [freshCart(), freshCart()];
  await apply(kept);
  await apply(edited);
  await untilReady(kept, 'True Applied');
  await untilReady(edited, 'True Applied');
  proxy.set({ kind: 'closed' });
  proxy.reset();
  await breaker(edited, '9');
  await server().client.call('DELETE', `/api/v1/namespaces/shop/services/${kept.name}`);
  await sleep(1500);
  proxy.set({ kind: 'fair' });
  await untilReady(edited, 'False Failed', 90);
  await untilReady(kept, 'False TargetServiceNotFound', 90);
});

check('a fresh reporter would write nothing else: the statuses are what they should be', async () => {
  await sleep(4000);
  await reporter.process.kill('SIGTERM');
  const before = await Promise.all(Array.from({ length: carts }, (_, n) => status({ name: `cart-${n}`, namespace: 'shop' })));
  const mark = auditMark(server().auditLog);
  await start(['--grace-period=2s']);
  await sleep(5000);
  const after = await Promise.all(Array.from({ length: carts }, (_, n) => status({ name: `cart-${n}`, namespace: 'shop' })));
  assert.equal(after, before);
  assert.ok(before.every((each) => summary(each) !== ' '));
  const writes = readAudit(server().auditLog, identity().user, mark).filter(isWrite);
  assert.equal(
    writes.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`),
    [],
  );
});

test.run();
