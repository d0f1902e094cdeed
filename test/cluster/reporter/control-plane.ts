import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringAt, type Value } from '../../../src/model/resource.ts';
import { peers } from '../peers.ts';
import type { Certificates } from './certificates.ts';
import { type ManagedProcess, manageProcess } from './managed-process.ts';

/** Every request with its user and verb, and the statuses of policies whole: whether one was written twice shows nowhere else. */
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: Request
    resources: [{group: resilience.auth-platform.github.com, resources: [resiliencepolicies/status]}]
  - level: Metadata
`;

export interface Ports {
  readonly etcdPeer: number;
  readonly etcdClient: number;
  readonly api: number;
}

/** Flags as envtest passes them (reporter facts §5.4). */
export function describeEtcd(directory: string, ports: Ports): ManagedProcess {
  const client = `http://127.0.0.1:${ports.etcdClient}`;
  const args = {
    'listen-peer-urls': `http://127.0.0.1:${ports.etcdPeer}`,
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'data-dir': join(directory, 'etcd'),
    'unsafe-no-fsync': true,
    'log-level': 'warn',
  };
  return manageProcess({ name: 'etcd', command: peers.etcd, args: flags(args), isReady: () => answersOk(`${client}/health`) });
}

/** Makes etcd forget everything but the newest state: a watch from an older resourceVersion cannot go on. */
export async function compactEtcd({ etcdClient }: Ports): Promise<void> {
  const call = async (path: string, body: object): Promise<Value> => {
    const answer = await fetch(`http://127.0.0.1:${etcdClient}/v3/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`etcd: ${answer.status} for ${path}`);
    return (await answer.json()) as Value;
  };
  const revision = stringAt(await call('maintenance/status', {}), ['header', 'revision']);
  await call('kv/compaction', { revision, physical: true });
}

export interface ApiServerOptions {
  readonly directory: string;
  readonly ports: Ports;
  readonly certificates: Certificates;
  readonly auditLog: string;
  /** In place of, or beside, the usual flags. */
  readonly flags?: Readonly<Record<string, string | number | boolean>>;
  readonly isReady: () => Promise<boolean>;
}

export function describeApiServer({ directory, ports, certificates, auditLog, isReady, ...options }: ApiServerOptions): ManagedProcess {
  const policy = join(directory, 'audit-policy.yaml');
  writeFileSync(policy, auditPolicy);
  const args = {
    'etcd-servers': `http://127.0.0.1:${ports.etcdClient}`,
    'secure-port': ports.api,
    'bind-address': '127.0.0.1',
    'advertise-address': '127.0.0.1',
    'cert-dir': join(directory, 'certs'),
    'tls-cert-file': certificates.serverCert,
    'tls-private-key-file': certificates.serverKey,
    'client-ca-file': certificates.ca,
    'service-cluster-ip-range': '10.0.0.0/16',
    'allow-privileged': true,
    'authorization-mode': 'RBAC',
    // Nobody makes default accounts here.
    'disable-admission-plugins': 'ServiceAccount',
    'endpoint-reconciler-type': 'none',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': certificates.tokenPublicKey,
    'service-account-signing-key-file': certificates.tokenKey,
    'audit-policy-file': policy,
    'audit-log-path': auditLog,
    // Tests read it as it grows.
    'audit-log-mode': 'blocking',
    ...options.flags,
  };
  return manageProcess({ name: 'kube-apiserver', command: peers['kube-apiserver'], args: flags(args), cwd: directory, isReady });
}

function flags(args: Readonly<Record<string, string | number | boolean>>): readonly string[] {
  return Object.entries(args).map(([name, value]) => `--${name}=${value}`);
}

async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
