import { suite, type Test } from 'uvu';
import { missingPeers, type Peer } from '../peers.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

/** A suite with an API server of its own, from before its first test to after its last. */
export interface ClusterSuite {
  readonly test: Test;
  /** A test, or a skipped one where a program is not built. */
  readonly check: Test | Test['skip'];
  /** Inside a test. */
  server(): ApiServer;
  /** Runs when the suite is over, last first, before the server stops. */
  afterwards(stop: () => unknown): void;
}

export interface ClusterSuiteOptions {
  /** Beside the API server itself. */
  readonly needs?: readonly Peer[];
  readonly flags?: Readonly<Record<string, string | number | boolean>>;
  readonly setUp: (server: ApiServer) => Promise<unknown>;
}

export function clusterSuite(name: string, { needs = [], flags, setUp }: ClusterSuiteOptions): ClusterSuite {
  const test = suite(`cluster: ${name}`);
  const missing = missingPeers(['etcd', 'kube-apiserver', ...needs]);
  const stops: (() => unknown)[] = [];
  let running: ApiServer | undefined;
  test.before(async () => {
    if (missing.length > 0) return;
    running = await startApiServer(flags);
    await setUp(running);
  });
  test.after(async () => {
    for (const stop of stops.reverse()) await stop();
    await running?.stop();
  });
  const server = (): ApiServer => {
    if (running === undefined) throw new Error('the API server does not run');
    return running;
  };
  return { test, check: missing.length === 0 ? test : test.skip, server, afterwards: (stop) => void stops.push(stop) };
}
