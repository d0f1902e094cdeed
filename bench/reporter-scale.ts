/*
 * node --import tsx bench/reporter-scale.ts [POLICIES [NAMESPACES]]: the built reporter against a real API server with so
 * many policies, Services and routes, in a heap as small as the chart gives it. A table on stdout; the same as JSON in the
 * file that BENCH_JSON names.
 */
import { writeFileSync } from 'node:fs';
import { type KubeObject, listAt, stringAt, valueAt } from '../src/model/resource.ts';
import { type ApiServer, startApiServer } from '../test/cluster/reporter/api-server.ts';
import { auditMark, isWrite, readAudit } from '../test/cluster/reporter/audit-log.ts';
import { installReporterIdentity } from '../test/cluster/reporter/install-chart.ts';
import { installCrds } from '../test/cluster/reporter/install-crds.ts';
import { readProcessFigures } from '../test/cluster/reporter/process-figures.ts';
import { type Reporter, startReporter } from '../test/cluster/reporter/run-reporter.ts';
import { sleep, waitFor } from '../test/cluster/reporter/wait.ts';
import { watchLive } from '../test/cluster/reporter/watch-live.ts';
import { createCrowd, type Pair, pairsOf } from './reporter-crowd.ts';

const policies = Number(process.argv[2] ?? 1000);
const namespaces = Number(process.argv[3] ?? 20);
const changes = Number(process.env['BENCH_CHANGES'] ?? 200);
const idleSeconds = Number(process.env['BENCH_IDLE'] ?? 60);
const group = 'resilience.auth-platform.github.com';
const annotation = 'balancer.linkerd.io/failure-accrual-consecutive-max-failures';

type Figures = Record<string, number>;
const figures: Figures = { policies, namespaces };
const show = (name: string, value: number, unit: string): void => {
  figures[name] = Math.round(value * 1000) / 1000;
  console.log(`${name.padEnd(40)} ${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit}`);
};

async function metric(reporter: Reporter, name: string): Promise<number> {
  const lines = (await reporter.metrics()).split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function countReady(server: ApiServer): Promise<number> {
  let ready = 0;
  for (let next = ''; ; ) {
    const { body } = await server.client.call('GET', `/apis/${group}/v1/resiliencepolicies?limit=500${next && `&continue=${next}`}`);
    ready += listAt(body, ['items']).filter((item) => readyOf(item as KubeObject) === 'True').length;
    next = stringAt(body, ['metadata', 'continue']);
    if (next === '') return ready;
  }
}

function readyOf(policy: KubeObject): string {
  const ready = listAt(policy, ['status', 'conditions']).find((each) => stringAt(each, ['type']) === 'Ready');
  return stringAt(ready, ['status']);
}

/** Seconds from a change of an annotation to the status that tells of it, as a watch sees both ends. */
async function measureChanges(server: ApiServer, pairs: readonly Pair[]): Promise<readonly number[]> {
  let arrived = (_: KubeObject): void => {};
  const watch = await watchLive(server, `/apis/${group}/v1/resiliencepolicies`, (object) => arrived(object));
  const taken: number[] = [];
  for (let i = 0; i < changes; i++) {
    // Each is broken, and put right the next time.
    const { name, namespace } = pairs[(Math.floor(i / 2) * 37) % pairs.length] as Pair;
    const [value, wanted] = i % 2 === 0 ? ['9', 'False'] : ['5', 'True'];
    const seen = new Promise<void>((resolve) => {
      arrived = (object) => {
        if (valueAt(object, ['metadata', 'name']) === name && readyOf(object) === wanted) resolve();
      };
    });
    const started = performance.now();
    await server.client.mergePatch(`/api/v1/namespaces/${namespace}/services/${name}`, {
      metadata: { annotations: { [annotation]: value } },
    });
    await seen;
    taken.push((performance.now() - started) / 1000);
    await sleep(Math.random() * 300);
  }
  watch.stop();
  return taken.sort((a, b) => a - b);
}

async function measure(server: ApiServer): Promise<void> {
  await installCrds(server);
  const identity = await installReporterIdentity(server);
  const pairs = pairsOf(policies, namespaces);
  const creating = performance.now();
  await createCrowd(server, pairs);
  console.error(`created in ${((performance.now() - creating) / 1000).toFixed(0)} s`);
  const kubeconfig = server.kubeconfigFor({ token: await identity.token(86_400) });
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1000;
  // What the chart sets for its limit of 256Mi.
  const reporter = await startReporter({
    kubeconfig,
    flags: ['--leader-elect'],
    env: { NODE_OPTIONS: '--max-old-space-size=160 --max-semi-space-size=4' },
  });
  const pid = reporter.process.pid as number;
  show('start to synced caches', since(), 's');
  show('RSS with synced caches', readProcessFigures(pid).rss, 'MiB');
  const written = (): Promise<number> => metric(reporter, 'resilience_renderer_status_writes_total{result="written"}');
  await waitFor('all are written', async () => ((await written()) >= policies ? true : undefined), 1800);
  show('start to all written', since(), 's');
  show('policies that are Ready', await countReady(server), '');
  show('status writes', await written(), '');
  show('processor time until then', readProcessFigures(pid).cpu, 's');
  await sleep(10_000);
  const mark = auditMark(server.auditLog);
  const before = readProcessFigures(pid);
  await sleep(idleSeconds * 1000);
  const idle = readAudit(server.auditLog, identity.user, mark)
    .filter(isWrite)
    .filter(({ resource }) => resource !== 'leases');
  show(`writes in ${idleSeconds} idle seconds`, idle.length, '');
  show(`processor time of ${idleSeconds} idle seconds`, readProcessFigures(pid).cpu - before.cpu, 's');
  show('RSS after them', readProcessFigures(pid).rss, 'MiB');
  const taken = await measureChanges(server, pairs);
  show(`change to status, median of ${changes}`, taken[Math.floor(changes / 2)] ?? Number.NaN, 's');
  show(`change to status, 99th percentile`, taken[Math.ceil(changes * 0.99) - 1] ?? Number.NaN, 's');
  show('change to status, slowest', taken.at(-1) ?? Number.NaN, 's');
  show('RSS at the end', readProcessFigures(pid).rss, 'MiB');
  show('RSS at most', readProcessFigures(pid).peak, 'MiB');
  show('errors of the API server', await metric(reporter, 'resilience_renderer_api_errors_total'), '');
  await reporter.process.kill('SIGTERM');
}

const server = await startApiServer();
try {
  await measure(server);
  if (process.env['BENCH_JSON'] !== undefined) writeFileSync(process.env['BENCH_JSON'], `${JSON.stringify(figures, undefined, 2)}\n`);
} finally {
  await server.stop();
}
