import * as assert from 'uvu/assert';
import { listAt, stringAt } from '../../../src/model/resource.ts';
import { type Fault, type HttpFaultProxy, type SeenRequest, startHttpFaultProxy } from '../../support/http-fault-proxy.ts';
import { faultSuite } from './fault-suite.ts';
import { installCrds, removeCrd } from './install-crds.ts';
import { policyPath } from './objects.ts';
import { type Reporter, startReporter } from './run-reporter.ts';
import type { Named } from './shop.ts';
import { sleep, waitFor } from './wait.ts';

// What an API server may answer in place of what was asked for. After each fault a policy comes into force: nothing is lost.

const suite = faultSuite('faulty answers', async ({ server: started, identity, afterwards }) => {
  proxy = await startHttpFaultProxy(started().port, started().certificates);
  afterwards(() => proxy.stop());
  kubeconfig = started().kubeconfigFor({ token: await identity().token() }, proxy.port);
  afterwards(() => reporter.process.kill());
  await restart();
});
const { test, check, server, status: statusOf, untilReady, apply, freshCart, converges, verifySettled } = suite;

let proxy: HttpFaultProxy;
let reporter: Reporter;
let kubeconfig: string;

async function restart(awaits: '/healthz' | '/readyz' = '/readyz'): Promise<void> {
  await reporter?.process.kill();
  reporter = await startReporter({ kubeconfig, flags: ['--grace-period=2s'], awaits });
}

const isWatch = ({ path }: SeenRequest): boolean => path.includes('watch=');
const isList = ({ method, path }: SeenRequest): boolean => method === 'GET' && path.includes('limit=');
const isStatus = ({ method, path }: SeenRequest): boolean => method !== 'GET' && path.includes('/status');

/** The first `count` requests of this kind meet the fault. How many did is the answer. */
function inject(count: number, matches: (request: SeenRequest) => boolean, fault: Fault): () => number {
  let hit = 0;
  proxy.set((request) => (matches(request) && hit < count && ++hit > 0 ? fault : undefined));
  return () => hit;
}

/** Watches end here only when their server says so: those that are open have to go first. */
async function harms(hits: () => number, least: number): Promise<void> {
  proxy.cut();
  await converges(120);
  assert.ok(hits() >= least, `${hits()} requests met the fault`);
  assert.is(reporter.process.running, true);
  await verifySettled();
}

const status = (code: number, reason: string): string =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `the test says ${reason}` });

check('fair weather: a policy comes into force', async () => {
  await converges();
  await verifySettled();
});

let rounds = 0;
// A fresh replica for each, because the waits between tries are forgotten only after two quiet minutes (reporter facts §4).
test.before.each(async () => {
  proxy?.set(() => undefined);
  if (rounds++ > 0 && proxy !== undefined) await restart();
});

check('410 for a watch: everything is listed again', async () => {
  const lists = (): number => proxy.seen.filter(isList).length;
  const before = lists();
  await harms(inject(3, isWatch, { status: 410, body: status(410, 'Expired') }), 3);
  // Those that were told need not be those that the policy above waited for.
  await waitFor('another list', async () => (lists() > before ? true : undefined));
});

for (const [code, reason] of [
  [410, 'Expired'],
  [500, 'InternalError'],
  [504, 'Timeout'],
] as const) {
  check(`${code} as an event of a watch`, async () => {
    const event = `{"type":"ERROR","object":${status(code, reason)}}\n`;
    await harms(inject(3, isWatch, { status: 200, body: event }), 3);
  });
}

check('429 with Retry-After in seconds', async () => {
  await harms(inject(4, isWatch, { status: 429, headers: { 'retry-after': '2' }, body: status(429, 'TooManyRequests') }), 4);
});

check('429 with Retry-After as a date, for writes: no write before it', async () => {
  const until = Math.ceil(Date.now() / 1000) * 1000 + 4000;
  const headers = { 'retry-after': new Date(until).toUTCString() };
  const early: string[] = [];
  let refused = 0;
  proxy.set((request) => {
    if (!isStatus(request)) return undefined;
    if (refused === 0) {
      refused += 1;
      return { status: 429, headers, body: status(429, 'TooManyRequests') };
    }
    if (Date.now() < until) early.push(request.path);
    return undefined;
  });
  await harms(() => refused, 1);
  assert.equal(early, []);
});

check('a storm of 500 with a page of HTML, and of 503 with nothing', async () => {
  const either = (request: SeenRequest): boolean => isWatch(request) || isStatus(request);
  await harms(inject(6, either, { status: 500, headers: { 'content-type': 'text/html' }, body: '<html>' }), 4);
  await harms(inject(6, isWatch, { status: 503 }), 4);
});

check('a storm of conflicts: the policy is read and decided again', async () => {
  await harms(inject(12, isStatus, { status: 409, body: status(409, 'Conflict') }), 12);
});

check('an answer that never ends is given up', async () => {
  await harms(inject(1, isStatus, { status: 200, hangs: true }), 1);
});

check('watches that end every second: all is seen, nothing is listed again, and nothing loops', async () => {
  await restart();
  const shorten = ({ path }: SeenRequest) =>
    path.includes('timeoutSeconds=') ? { path: path.replace(/timeoutSeconds=\d+/, 'timeoutSeconds=1') } : undefined;
  proxy.set(shorten);
  proxy.cut();
  const begin = { at: Date.now(), seen: proxy.seen.length };
  for (let n = 0; n < 4; n += 1) await converges(30);
  await sleep(Math.max(0, begin.at + 10_000 - Date.now()));
  const [seen, seconds] = [proxy.seen.slice(begin.seen), (Date.now() - begin.at) / 1000];
  const watches = seen.filter(isWatch).map(({ path }) => path.split('?', 1)[0] ?? '');
  const targets = new Set(watches).size;
  assert.equal(seen.filter(isList), []);
  assert.ok(watches.length >= targets * 3, 'they did end');
  assert.ok(watches.length <= targets * (seconds + 2), `${watches.length} watches of ${targets} targets in ${seconds} s`);
  await verifySettled();
});

check('other writers in a loop, of annotations and of a condition of theirs: ours is written, theirs is kept', async () => {
  const cart = freshCart();
  const path = `${policyPath('shop')}/${cart.name}`;
  await apply(cart);
  let stop = false;
  const times = { annotations: 0, conditions: 0 };
  const metadata = { name: cart.name, namespace: 'shop' };
  const type = { apiVersion: 'resilience.auth-platform.github.com/v1', kind: 'ResiliencePolicy' };
  // Neither pauses: each writes again as soon as the API server has answered.
  const annotate = async (): Promise<void> => {
    for (; !stop; times.annotations++)
      await server().client.mergePatch(path, { metadata: { annotations: { 'example.com/n': `${times.annotations}` } } });
  };
  const report = async (): Promise<void> => {
    for (; !stop; times.conditions++) {
      const lastTransitionTime = '2026-01-01T00:00:00Z';
      const seen = { type: 'example.com/Seen', status: 'True', reason: 'Round', message: `${times.conditions}`, lastTransitionTime };
      await server().client.apply(`${path}/status`, { ...type, metadata, status: { conditions: [seen] } });
    }
  };
  const storm = Promise.all([annotate(), report()]);
  await untilReady(cart, 'True Applied', 60).finally(() => {
    stop = true;
  });
  await storm;
  const types = listAt(await statusOf(cart), ['conditions']).map((each) => stringAt(each, ['type']));
  assert.equal(types.sort(), ['Accepted', 'Ready', 'example.com/Seen']);
  assert.ok(times.annotations > 5 && times.conditions > 5, JSON.stringify(times));
  await verifySettled();
});

check('the definition of routes goes and comes back: not verifiable, then in force again', async () => {
  const cart: Named = { name: 'cart-0', namespace: 'shop' };
  const name = 'httproutes.gateway.networking.k8s.io';
  const all = Array.from({ length: Number(freshCart().name.split('-')[1]) }, (_, n): Named => ({ name: `cart-${n}`, namespace: 'shop' }));
  await removeCrd(server(), name);
  await untilReady(cart, 'Unknown NotVerifiable', 120);
  assert.is(await reporter.probe('/healthz'), 200);
  await installCrds(server(), (each) => each === name);
  for (const each of all) await apply(each);
  for (const each of all) await untilReady(each, 'True Applied', 120);
  await verifySettled(all);
});

check('our own definition is not there yet: alive, not ready and saying why; ready once it is installed', async () => {
  const name = 'resiliencepolicies.resilience.auth-platform.github.com';
  await removeCrd(server(), name);
  await restart('/healthz');
  await waitFor('it says so', () => (reporter.process.log().includes('cannot watch: absent') ? true : undefined));
  assert.equal([await reporter.probe('/healthz'), await reporter.probe('/readyz')], [200, 503]);
  assert.match(reporter.process.log(), /cannot watch: absent".*"resource":"resiliencepolicies\.resilience/);
  await installCrds(server(), (each) => each === name);
  await waitFor('ready', async () => ((await reporter.probe('/readyz')) === 200 ? true : undefined));
  await converges(60);
});

test.run();
