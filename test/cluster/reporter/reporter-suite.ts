import { type KubeObject, listAt, type ObjectValue, stringAt } from '../../../src/model/resource.ts';
import type { CrdSet } from '../crd-sets.ts';
import type { Peer } from '../peers.ts';
import type { ApiServer } from './api-server.ts';
import { type ClusterSuite, clusterSuite } from './cluster-suite.ts';
import { installReporterIdentity, type ReporterIdentity } from './install-chart.ts';
import { installCrds } from './install-crds.ts';
import { policyPath, readLive } from './objects.ts';
import { type Reporter, type ReporterOptions, startReporter } from './run-reporter.ts';
import type { Named } from './shop.ts';
import { type RouteController, type StandInMesh, startStandInMesh } from './stand-in-mesh.ts';
import { waitFor } from './wait.ts';

/** An API server with the definitions, the chart's roles and a mesh that answers for routes. */
export interface ReporterSuite extends ClusterSuite {
  mesh(): StandInMesh;
  identity(): ReporterIdentity;
  /** A replica under the chart's identity, stopped when the suite is over. */
  start(flags?: readonly string[], options?: Partial<ReporterOptions> & { readonly port?: number }): Promise<Reporter>;
  /** The status of a policy, {} as long as it has none. */
  status(of: Named): Promise<ObjectValue>;
  /** Waits until Ready says this. */
  untilReady(of: Named, ready: string, seconds?: number): Promise<ObjectValue>;
}

export interface ReporterSuiteOptions {
  readonly needs?: readonly Peer[];
  readonly flags?: Readonly<Record<string, string | number | boolean>>;
  /** Of the chart, whose roles the reporter gets. */
  readonly values?: readonly string[];
  /** Which definitions the cluster has. */
  readonly crds?: CrdSet;
  /** Who answers for routes; Linkerd by default. */
  readonly controller?: RouteController;
  /** Before the definitions are there. */
  readonly before?: (server: ApiServer) => Promise<unknown>;
  readonly setUp?: (suite: ReporterSuite) => Promise<unknown>;
}

export function reporterSuite(
  name: string,
  { needs = [], flags = {}, values = [], crds = 'newest', controller, before, setUp }: ReporterSuiteOptions = {},
): ReporterSuite {
  let mesh: StandInMesh | undefined;
  let identity: ReporterIdentity | undefined;
  const base = clusterSuite(name, {
    needs: ['helm', 'renderer', ...needs],
    flags,
    setUp: async (server) => {
      await before?.(server);
      await installCrds(server, () => true, crds);
      identity = await installReporterIdentity(server, values);
      const started = startStandInMesh(server, controller);
      mesh = started;
      base.afterwards(() => started.stop());
      await setUp?.(suite);
    },
  });
  const status = async ({ name: policy, namespace }: Named): Promise<ObjectValue> => {
    const found = await readLive(base.server(), `${policyPath(namespace)}/${policy}`);
    return (found?.['status'] ?? {}) as ObjectValue;
  };
  const suite: ReporterSuite = {
    ...base,
    mesh: () => present(mesh),
    identity: () => present(identity),
    status,
    start: async (more = [], { port, ...options } = {}) => {
      const kubeconfig = base.server().kubeconfigFor({ token: await present(identity).token() }, port);
      const reporter = await startReporter({ kubeconfig, flags: more, ...options });
      base.afterwards(() => reporter.process.kill());
      return reporter;
    },
    untilReady: (of, ready, seconds = 60) => untilReady(() => status(of), { of, ready, seconds }),
  };
  return suite;
}

interface Wanted {
  readonly of: Named;
  readonly ready: string;
  readonly seconds: number;
}

async function untilReady(status: () => Promise<ObjectValue>, { of, ready, seconds }: Wanted): Promise<ObjectValue> {
  let last: ObjectValue = {};
  const attempt = async (): Promise<ObjectValue | undefined> => {
    last = await status();
    return summary(last) === ready ? last : undefined;
  };
  return await waitFor(`${of.namespace}/${of.name} is ${ready}`, attempt, seconds).catch((error: unknown) => {
    throw new Error(`${error}\nstatus: ${JSON.stringify(last, undefined, 1)}`);
  });
}

/** `True Applied`: status and reason of Ready. */
export function summary(status: ObjectValue): string {
  const ready = condition(status, 'Ready');
  return `${stringAt(ready, ['status'])} ${stringAt(ready, ['reason'])}`;
}

export function condition(status: ObjectValue, type: string): KubeObject | undefined {
  return (listAt(status, ['conditions']) as readonly KubeObject[]).find((each) => each['type'] === type);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the suite is not set up');
  return value;
}
