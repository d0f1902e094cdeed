import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import { createCollector } from '../../diagnostics/collector.ts';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { evaluateByNamespace } from '../../status/evaluate-by-namespace.ts';
import { createIncrementalEvaluation } from '../../status/incremental/incremental-evaluation.ts';
import { trimObject } from '../../status/trim-object.ts';
import { trimWithOwnership } from '../../status/trim-with-ownership.ts';
import { watchedKinds } from '../../status/watched-kinds.ts';
import { reasonOf } from '../files/walk.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import type { ExitCode, ServiceHost, World } from '../world.ts';
import type { Address } from './address.ts';
import { systemClock } from './clock.ts';
import { type Answer, listen } from './listen.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createReporter, type Reporter } from './reporter.ts';
import type { ReporterSettings } from './settings.ts';
import { describeError } from './transport/api-error.ts';
import type { Credentials } from './transport/credentials.ts';
import { createTransport } from './transport/http-transport.ts';
import { inClusterCredentials } from './transport/in-cluster.ts';
import { kubeconfigCredentials } from './transport/kubeconfig.ts';
import { createSharing } from './watch/share-values.ts';

/** SIGKILL follows SIGTERM after 30 s by default; five are what the reporter promises. */
const longestGoodbye = 4_500;

/** `reporter`: watches a cluster and writes the status of its policies, until it is told to stop. */
export async function runReporter(settings: ReporterSettings, world: World, host: ServiceHost): Promise<ExitCode> {
  const { report, diagnostics } = createCollector();
  const credentials = await credentialsOf(settings, world, report);
  const log = createLogger(settings.logFormat, systemClock, (line) => world.writeError(line));
  const metrics = createMetrics();
  const reporter = credentials && build(settings, credentials, { log, metrics });
  const servers = reporter && (await openServers(settings, { metrics, reporter: reporter.reporter }, report));
  if (reporter === undefined || servers === undefined) return reportDiagnostics({ diagnostics, strict: false }, {}, world);
  host.onUnexpected((error) => log.error('something was not caught, which is a bug', { detail: describeError(error) }));
  const stop = new AbortController();
  // Every watch and every pause listens to it; Node takes more than ten for a leak.
  setMaxListeners(0, stop.signal);
  host.onStop(() => stop.abort());
  log.info('started', { namespaces: settings.namespaces.join(',') || 'all', mesh: settings.options.mesh, dryRun: settings.dryRun });
  await Promise.race([reporter.reporter.run(stop.signal), afterStop(stop.signal)]);
  for (const server of servers) server.close().closeAllConnections();
  reporter.close();
  log.info('stopped');
  return 0;
}

async function credentialsOf({ kubeconfig }: ReporterSettings, { env }: World, report: Report): Promise<Credentials | undefined> {
  if (kubeconfig === undefined) {
    const found = inClusterCredentials(env);
    if (found === undefined) report('RP5040', [], {});
    return found;
  }
  try {
    return await kubeconfigCredentials(kubeconfig);
  } catch (error) {
    report('RP5041', { kind: 'file', path: kubeconfig }, { path: kubeconfig, reason: describeError(error) });
    return undefined;
  }
}

function build(
  settings: ReporterSettings,
  credentials: Credentials,
  { log, metrics }: { readonly log: Logger; readonly metrics: Metrics },
): { readonly reporter: Reporter; close(): void } {
  const clock = systemClock;
  const transport = createTransport(credentials, { clock, onError: ({ verb }, code) => countFailure(metrics, verb, code) });
  // A dry run writes nothing, so it needs no lead; and a Lease would be a write.
  const elects = !settings.dryRun && (settings.leaderElect ?? settings.kubeconfig === undefined);
  const share = createSharing();
  const trim = settings.ownerReferences === 'off' ? trimObject : trimWithOwnership;
  const { survey } = createIncrementalEvaluation({
    evaluate: (inventory, context) => evaluateByNamespace(inventory, context, settings.optionsByNamespace),
  });
  const reporter = createReporter(settings, {
    transport,
    clock,
    log,
    metrics,
    kinds: watchedKinds,
    trim: (object) => share(trim(object)),
    evaluate: survey,
    leaseNamespace: elects ? (credentials.namespace ?? 'default') : undefined,
  });
  return { reporter, close: () => transport.close() };
}

/** That a kind or the Lease is not there yet is an answer, not a failure. */
function countFailure(metrics: Metrics, verb: string, code: number): void {
  if (verb !== 'get' || code !== 404) metrics.failedRequest(verb, code);
}

async function openServers(
  { metricsAddress, probeAddress }: ReporterSettings,
  { metrics, reporter }: { readonly metrics: Metrics; readonly reporter: Reporter },
  report: Report,
): Promise<readonly Server[] | undefined> {
  const servers: Server[] = [];
  const open = async (address: Address | 'off', answer: Answer): Promise<boolean> => {
    if (address === 'off') return true;
    try {
      servers.push(await listen(address, answer));
      return true;
    } catch (error) {
      report('RP5042', [], { address: `${address.host ?? ''}:${address.port}`, reason: reasonOf(error) });
      return false;
    }
  };
  const probes = await open(probeAddress, (path) => answerProbe(path, reporter));
  const figures = await open(metricsAddress, async (path) =>
    path === '/metrics' ? { status: 200, type: metrics.contentType, body: await metrics.text() } : undefined,
  );
  if (probes && figures) return servers;
  for (const server of servers) server.close();
  return undefined;
}

const answerProbe = async (path: string, reporter: Reporter): ReturnType<Answer> => {
  const type = 'text/plain; charset=utf-8';
  if (path === '/healthz') return { status: 200, type, body: 'ok\n' };
  if (path !== '/readyz') return undefined;
  const obstacles = reporter.watches.obstacles();
  return obstacles.length === 0 ? { status: 200, type, body: 'ok\n' } : { status: 503, type, body: `${obstacles.join('\n')}\n` };
};

function afterStop(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => void setTimeout(resolve, longestGoodbye).unref());
  });
}
