import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Credentials } from './credentials.ts';

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The credentials of the pod's service account; undefined outside a cluster. Read here and not by client-node, which
 * would cost every replica 70 MB (reporter facts §1.1).
 */
export function inClusterCredentials(
  env: Readonly<Record<string, string | undefined>>,
  directory: string = serviceAccount,
): Credentials | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (host === undefined || host === '' || !existsSync(join(directory, 'token'))) return undefined;
  const server = new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`);
  const namespaceFile = join(directory, 'namespace');
  return {
    namespace: existsSync(namespaceFile) ? readFileSync(namespaceFile, 'utf8').trim() : undefined,
    read: async () => {
      const [token, ca] = await Promise.all([readFile(join(directory, 'token'), 'utf8'), readFile(join(directory, 'ca.crt'), 'utf8')]);
      return { server, tls: { ca }, headers: { Authorization: `Bearer ${token.trim()}` } };
    },
  };
}
