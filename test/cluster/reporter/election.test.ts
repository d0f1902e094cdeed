import * as assert from 'uvu/assert';
import { stringAt } from '../../../src/model/resource.ts';
import { reporterNamespace } from './api-server.ts';
import { type AuditEvent, isWrite, readAudit } from './audit-log.ts';
import { applyAll, createNamespaces, readLive } from './objects.ts';
import { reporterSuite } from './reporter-suite.ts';
import type { Reporter } from './run-reporter.ts';
import { type Named, policy, render, service } from './shop.ts';
import { sleep, waitFor } from './wait.ts';

// Replicas share one identity; each has a connection of its own, and the lease names who held it when.

const namespaces = ['shop'];
const { test, check, server, identity, start, untilReady } = reporterSuite('leader election', {
  before: (started) => createNamespaces(started, ...namespaces),
});

const leasePath = `/apis/coordination.k8s.io/v1/namespaces/${reporterNamespace}/leases/resilience-renderer-reporter`;
/** Lease duration and retry, and what a busy machine needs. */
const takeover = 17 + 15;

async function holder(): Promise<string> {
  return stringAt(await readLive(server(), leasePath), ['spec', 'holderIdentity']);
}

async function isLeader({ process, metrics }: Reporter): Promise<boolean> {
  return process.running && /^resilience_renderer_leader 1$/m.test(await metrics());
}

async function leaderOf(replicas: readonly Reporter[]): Promise<Reporter> {
  return await waitFor(
    'a leader',
    async () => {
      for (const replica of replicas) if (replica.process.running && (await isLeader(replica))) return replica;
      return undefined;
    },
    takeover,
  );
}

let carts = 0;
/** A policy that nobody has reported on, so that whoever leads has something to write. */
async function freshCart(): Promise<Named> {
  const cart: Named = { name: `cart-${carts++}`, namespace: 'shop' };
  await applyAll(server(), render([service(cart), policy(cart)]));
  return cart;
}

const replicas: Reporter[] = [];
const another = (of: Reporter): Reporter => {
  const found = replicas.find((each) => each !== of && each.process.running);
  if (found === undefined) throw new Error('there is no other replica');
  return found;
};
const replica = async (): Promise<Reporter> => {
  const started = await start(['--leader-elect=true', '--grace-period=2s']);
  replicas.push(started);
  return started;
};

check('two replicas watch, one leads and writes', async () => {
  const [first, second] = [await replica(), await replica()];
  const leader = await leaderOf([first, second]);
  await untilReady(await freshCart(), 'True Applied');
  assert.is(await isLeader(another(leader)), false);
  assert.is(await another(leader).probe('/readyz'), 200);
});

check('kill -9 of the leader: the other takes over within lease and retry', async () => {
  const leader = await leaderOf(replicas);
  const before = await holder();
  await leader.process.kill('SIGKILL');
  const cart = await freshCart();
  await untilReady(cart, 'True Applied', takeover);
  assert.is.not(await holder(), before);
});

check('SIGTERM of the leader: it hands over at once and exits 0', async () => {
  await replica();
  const leader = await leaderOf(replicas);
  const next = another(leader);
  const asked = Date.now();
  assert.is(await leader.process.kill('SIGTERM'), 0);
  assert.ok(Date.now() - asked < 5000, 'it takes 5 s at most');
  await waitFor('the other leads', async () => ((await isLeader(next)) ? true : undefined), 10);
  await untilReady(await freshCart(), 'True Applied', 10);
});

check('SIGSTOP of the leader: when it wakes up, it writes nothing', async () => {
  await replica();
  const leader = await leaderOf(replicas);
  const next = another(leader);
  const before = await holder();
  leader.process.pause();
  const cart = await freshCart();
  await waitFor('the other leads', async () => ((await isLeader(next)) ? true : undefined), takeover);
  await untilReady(cart, 'True Applied');
  leader.process.resume();
  await untilReady(await freshCart(), 'True Applied');
  await sleep(3000);
  assert.is(await isLeader(leader), false);
  assert.is.not(await holder(), before);
});

check('a lease that is deleted by hand is made again, and one leads', async () => {
  await server().client.call('DELETE', leasePath);
  await waitFor('a holder', async () => ((await holder()) === '' ? undefined : true), takeover);
  await untilReady(await freshCart(), 'True Applied', takeover);
  const leading = await Promise.all(replicas.filter(({ process }) => process.running).map(isLeader));
  assert.is(leading.filter(Boolean).length, 1);
});

/** Whoever wrote the lease last, without being refused, leads; a status that another wrote is named. */
function strangers(events: readonly AuditEvent[]): readonly string[] {
  let leader = '';
  return events.filter(isWrite).flatMap(({ resource, credential, code, name, verb }) => {
    if (resource === 'leases' && code < 300) leader = credential;
    return resource === 'resiliencepolicies/status' && credential !== leader ? [`${verb} ${name} ${code}`] : [];
  });
}

check('the audit log shows one writer at any time: the replica whose lease it is', () => {
  const events = readAudit(server().auditLog, identity().user);
  const writes = events.filter((event) => isWrite(event) && event.resource === 'resiliencepolicies/status');
  assert.ok(new Set(writes.map(({ credential }) => credential)).size >= 4, 'four replicas have led');
  assert.ok(writes.every(({ credential }) => credential !== ''));
  assert.equal(strangers(events), []);
});

check('and no two of them met: nothing was refused for a conflict', () => {
  const writes = readAudit(server().auditLog, identity().user).filter(({ resource }) => resource === 'resiliencepolicies/status');
  assert.equal(
    writes.filter(({ code }) => code === 409).map(({ name }) => name),
    [],
  );
});

test.run();
