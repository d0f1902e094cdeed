import { repository } from '../../support/golden-cases.ts';
import { peers } from '../peers.ts';
import { freePorts } from './free-port.ts';
import { type ManagedProcess, manageProcess } from './managed-process.ts';

/** A replica of the reporter, from the built program. */
export interface Reporter {
  readonly process: ManagedProcess;
  readonly metricsPort: number;
  readonly healthPort: number;
  /** A probe's answer; 0 when nothing listens. */
  probe(path: '/healthz' | '/readyz'): Promise<number>;
  /** Metrics in Prometheus' text format. */
  metrics(): Promise<string>;
}

export interface ReporterOptions {
  readonly kubeconfig: string;
  readonly flags?: readonly string[];
  /** By default it is waited for until it is ready, which says that its caches are synced. */
  readonly awaits?: '/healthz' | '/readyz';
  readonly env?: Readonly<Record<string, string>>;
}

export async function startReporter({ kubeconfig, flags = [], awaits = '/readyz', env = {} }: ReporterOptions): Promise<Reporter> {
  const [metricsPort = 0, healthPort = 0] = await freePorts(2);
  const url = (port: number, path: string): string => `http://127.0.0.1:${port}${path}`;
  const probe = async (path: string): Promise<number> =>
    await fetch(url(healthPort, path), { signal: AbortSignal.timeout(5000) }).then(
      ({ status }) => status,
      () => 0,
    );
  const args = [
    peers.renderer,
    'reporter',
    `--kubeconfig=${kubeconfig}`,
    `--metrics-bind-address=127.0.0.1:${metricsPort}`,
    `--health-probe-bind-address=127.0.0.1:${healthPort}`,
    ...flags,
  ];
  const process_ = manageProcess({
    name: 'reporter',
    command: process.execPath,
    args,
    cwd: repository,
    // What a pod has: no proxy, no home.
    env: { PATH: process.env['PATH'], ...env },
    isReady: async () => (await probe(awaits)) === 200,
  });
  const metrics = async (): Promise<string> => await (await fetch(url(metricsPort, '/metrics'))).text();
  await process_.start();
  return { process: process_, metricsPort, healthPort, probe, metrics };
}
