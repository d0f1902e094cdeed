import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { compactEtcd, describeApiServer, describeEtcd } from './control-plane.ts';
import { freePorts } from './free-port.ts';
import type { ManagedProcess } from './managed-process.ts';

/** A real kube-apiserver on a real etcd, with RBAC, an audit log and nothing else: no controllers, no nodes. */
export interface ApiServer {
  readonly port: number;
  readonly client: ApiClient;
  /** Of an administrator. */
  readonly kubeconfig: string;
  readonly auditLog: string;
  readonly certificates: Certificates;
  readonly directory: string;
  readonly etcd: ManagedProcess;
  readonly process: ManagedProcess;
  /** A kubeconfig for a user, such as {token}, for the server itself or for a proxy on `port` before it. */
  kubeconfigFor(user: object, port?: number): string;
  /** Makes etcd forget its history. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both on free ports of the loopback interface; everything lies in one temporary directory that `stop` removes. */
export async function startApiServer(flags: Readonly<Record<string, string | number | boolean>> = {}): Promise<ApiServer> {
  const directory = mkdtempSync(join(tmpdir(), 'api-server-'));
  mkdirSync(join(directory, 'certs'));
  const [etcdPeer = 0, etcdClient = 0, api = 0] = await freePorts(3);
  const ports = { etcdPeer, etcdClient, api };
  const certificates = makeCertificates(join(directory, 'certs'));
  const client = createApiClient(api, { ...certificates, ca: certificates.bothCas });
  const auditLog = join(directory, 'audit.log');
  const isReady = async (): Promise<boolean> => (await client.call('GET', '/readyz').catch(() => undefined))?.code === 200;
  const etcd = describeEtcd(directory, ports);
  const apiServer = describeApiServer({ directory, ports, certificates, auditLog, flags, isReady });
  const admin = { 'client-certificate': certificates.adminCert, 'client-key': certificates.adminKey };
  let written = 0;
  const writeKubeconfig = (user: object, port: number, namespace: string): string => {
    const path = join(directory, `kubeconfig-${written++}.json`);
    writeFileSync(path, JSON.stringify(kubeconfigOf(user, { port, namespace, ca: certificates.bothCas })), { mode: 0o600 });
    return path;
  };
  const stop = async (): Promise<void> => {
    client.close();
    await apiServer.kill();
    await etcd.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await etcd.start();
    await apiServer.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const kubeconfig = writeKubeconfig(admin, api, 'default');
  const kubeconfigFor = (user: object, port = api): string => writeKubeconfig(user, port, reporterNamespace);
  const compact = (): Promise<void> => compactEtcd(ports);
  return { port: api, client, kubeconfig, auditLog, certificates, directory, etcd, process: apiServer, kubeconfigFor, compact, stop };
}

/** What the reporter takes for its own namespace, where the chart puts it; the administrator's is `default`. */
export const reporterNamespace = 'resilience-system';

function kubeconfigOf(
  user: object,
  { port, namespace, ca }: { readonly port: number; readonly namespace: string; readonly ca: string },
): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': ca } }],
    users: [{ name: 'user', user }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'user', namespace } }],
    'current-context': 'test',
  };
}
