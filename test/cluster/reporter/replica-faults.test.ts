import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { stringAt } from '../../../src/model/resource.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { repository } from '../../support/golden-cases.ts';
import { createApiClient } from './api-client.ts';
import { reporterNamespace } from './api-server.ts';
import { auditMark, readAudit } from './audit-log.ts';
import { makeTokenKey, signServer } from './certificates.ts';
import { faultSuite } from './fault-suite.ts';
import { installReporterIdentity } from './install-chart.ts';
import { readLive } from './objects.ts';
import { type Reporter, startReporter } from './run-reporter.ts';
import { sleep, waitFor } from './wait.ts';

// What befalls a replica itself: its clock, its event loop, its credentials, and a server that freezes under its lease.

/** A replica that can be harmed from within, through test/support/harm-process.cjs. */
interface Replica extends Reporter {
  harm(how: { readonly clock?: number; readonly block?: number }): void;
}

const suite = faultSuite('faults of a replica', async ({ server: started, afterwards }) => {
  proxy = await startFaultProxy(started().port);
  afterwards(() => proxy.stop());
  tokenFile = join(started().directory, 'token');
  caFile = join(started().directory, 'trusted.crt');
  copyFileSync(started().certificates.ca, caFile);
  await writeToken();
  leader = await startReplica();
  await waitFor('the first leads', async () => ((await leads(leader)) ? true : undefined));
  follower = await startReplica();
});
const { test, check, server, identity, afterwards, converges, verifySettled, untilReady, freshCart, apply } = suite;

let proxy: FaultProxy;
let tokenFile = '';
let caFile = '';
let leader: Replica;
let follower: Replica;
let started = 0;

async function writeToken(): Promise<void> {
  writeFileSync(tokenFile, await identity().token());
}

/** With a token and an authority that lie in files, as in a pod, behind the proxy. */
async function startReplica(): Promise<Replica> {
  const path = server().kubeconfigFor({ tokenFile }, proxy.port);
  writeFileSync(path, readFileSync(path, 'utf8').replace(server().certificates.bothCas, caFile));
  const HARM_FILE = join(server().directory, `harm-${started++}.json`);
  const env = { HARM_FILE, NODE_OPTIONS: `--require ${join(repository, 'test/support/harm-process.cjs')}` };
  const replica = await startReporterFrom(path, env);
  return {
    ...replica,
    harm: (how) => {
      writeFileSync(HARM_FILE, JSON.stringify(how));
      process.kill(replica.process.pid ?? 0, 'SIGUSR2');
    },
  };
}

async function startReporterFrom(kubeconfig: string, env: Readonly<Record<string, string>>): Promise<Reporter> {
  const replica = await startReporter({ kubeconfig, flags: ['--leader-elect=true', '--grace-period=2s'], env });
  afterwards(() => replica.process.kill());
  return replica;
}

const leads = async ({ metrics }: Reporter): Promise<boolean> => /^resilience_renderer_leader 1$/m.test(await metrics());
const leasePath = `/apis/coordination.k8s.io/v1/namespaces/${reporterNamespace}/leases/resilience-renderer-reporter`;
const lease = async (): Promise<string> => stringAt(await readLive(server(), leasePath), ['spec', 'holderIdentity']);
const isReady = async (of: Reporter): Promise<true | undefined> => ((await of.probe('/readyz')) === 200 ? true : undefined);

const hour = 3_600_000;
for (const [who, of] of [
  ['leader', () => leader],
  ['follower', () => follower],
] as const) {
  check(`the clock of the ${who} jumps an hour ahead, two back, and is put right: the same one leads`, async () => {
    const before = await lease();
    for (const clock of [hour, -hour, 0]) {
      of().harm({ clock });
      await converges(40);
      await sleep(2500);
      assert.equal([await leads(leader), await leads(follower), await lease()], [true, false, before]);
    }
    await verifySettled();
  });
}

check('the event loop is blocked for 5 s: it lives, and keeps its lease', async () => {
  const before = await lease();
  leader.harm({ block: 5_000 });
  await sleep(200);
  // As the chart has the kubelet ask: each try may take 5 s, and six in a row have to fail.
  const answers: number[] = [];
  for (const end = Date.now() + 8_000; Date.now() < end; await sleep(500)) answers.push(await leader.probe('/healthz'));
  assert.ok(answers.filter((answer) => answer !== 200).length <= 1, answers.join());
  assert.is(answers.at(-1), 200);
  await converges();
  assert.equal([await leads(leader), await lease()], [true, before]);
  await verifySettled();
});

check('a process that is blocked for good answers no probe', async () => {
  follower.process.pause();
  assert.is(await follower.probe('/healthz'), 0);
  follower.process.resume();
  await waitFor('alive', async () => ((await follower.probe('/healthz')) === 200 ? true : undefined));
});

check('the API server freezes: at the renew deadline nobody leads, and then one again', async () => {
  const cart = freshCart();
  server().process.pause();
  try {
    await waitFor('it steps down', async () => ((await leads(leader)) ? undefined : true), 30);
    assert.equal([await leads(follower), await leader.probe('/healthz')], [false, 200]);
  } finally {
    server().process.resume();
  }
  await apply(cart);
  await untilReady(cart, 'True Applied', 90);
  const leading = await Promise.all([leader, follower].map(leads));
  assert.is(leading.filter(Boolean).length, 1);
  await verifySettled();
});

check('the account is deleted, and its token with it: a new one in the file is taken', async () => {
  const { client } = server();
  await client.call('DELETE', `/api/v1/namespaces/${reporterNamespace}/serviceaccounts/${identity().user.split(':').at(-1)}`);
  proxy.reset();
  await waitFor('refused', () => (/401 Unauthorized/.test(leader.process.log()) ? true : undefined));
  assert.is(await leader.probe('/healthz'), 200);
  await installReporterIdentity(server());
  await writeToken();
  await converges(120);
  for (const each of [leader, follower]) await waitFor('ready', () => isReady(each), 120);
  await verifySettled();
});

check('the key that signs tokens is replaced: every token is refused until the file has a new one', async () => {
  makeTokenKey(server().certificates);
  await server().process.kill('SIGKILL');
  const mark = auditMark(server().auditLog);
  await server().process.start();
  await waitFor('refused again', () => ((leader.process.log().match(/401 Unauthorized/g) ?? []).length > 1 ? true : undefined));
  await writeToken();
  await converges(120);
  for (const each of [leader, follower]) await waitFor('ready', () => isReady(each), 120);
  assert.ok(readAudit(server().auditLog, identity().user, mark).length > 0);
  await verifySettled();
});

check('the authority of the API server is replaced: it is not trusted until the file has the new one', async () => {
  const { nextCa } = server().certificates;
  signServer((name) => join(server().directory, 'certs', name), 'next-ca');
  await waitFor('the server shows its new certificate', showsNext);
  proxy.reset();
  await waitFor('not trusted', () =>
    /cannot watch: broken".*(unable to verify|self.signed|signature)/.test(leader.process.log()) ? true : undefined,
  );
  const cart = freshCart();
  await apply(cart);
  await sleep(2000);
  copyFileSync(nextCa, caFile);
  await untilReady(cart, 'True Applied', 120);
  for (const each of [leader, follower]) await waitFor('ready', () => isReady(each), 120);
  await verifySettled();
});

/** A client that trusts the next authority alone. */
async function showsNext(): Promise<true | undefined> {
  const client = createApiClient(server().port, { ...server().certificates, ca: server().certificates.nextCa });
  return await client
    .call('GET', '/readyz')
    .then(({ code }) => (code === 200 ? true : undefined))
    .finally(() => client.close());
}

test.run();
