import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { listAt, stringAt, valueAt } from '../../../model/resource.ts';
import { parseDocument } from '../../../read/parse.ts';
import type { Access, Credentials } from './credentials.ts';
import type { KubeConfig } from './kube-config.mjs';

/**
 * The credentials of a kubeconfig, with everything that client-node knows of: certificates, tokens, credential plugins.
 * It is loaded here alone, because it takes 350 ms and 70 MB (reporter facts §1.1).
 *
 * @throws what the system or client-node says about the file
 */
export async function kubeconfigCredentials(path: string): Promise<Credentials> {
  const library = await import('./kube-config.mjs');
  const load = (): KubeConfig => {
    const config = new library.KubeConfig();
    config.loadFromFile(path);
    return config;
  };
  let config = load();
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace;
  await readAccess(config, path);
  return {
    namespace,
    read: () => {
      // Tokens and certificates in the file may have been replaced. A credential plugin keeps its own account of expiry.
      if (config.getCurrentUser()?.exec === undefined) config = load();
      return readAccess(config, path);
    },
  };
}

async function readAccess(config: KubeConfig, path: string): Promise<Access> {
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error('its current context names no cluster');
  const url = new URL(server);
  if (url.protocol !== 'https:') throw new Error(`${url.protocol}// servers are not supported`);
  const options: Options = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, rejectUnauthorized, headers = {}, auth, servername } = options;
  const basic = auth === undefined || auth === null ? {} : { Authorization: `Basic ${Buffer.from(auth).toString('base64')}` };
  const token = await readTokenFile(path, config.getCurrentUser()?.name ?? '');
  return {
    server: url,
    tls: { ca: ca?.toString(), cert: cert?.toString(), key: key?.toString(), servername, rejectUnauthorized },
    headers: { ...headers, ...basic, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
  };
}

/**
 * The token in a user's `tokenFile`, which wins over `token` and may be replaced at any time, as client-go has it. client-node
 * drops the field: it knows only `token-file`, which no kubeconfig has.
 */
async function readTokenFile(path: string, name: string): Promise<string | undefined> {
  const parsed = parseDocument(await readFile(path, 'utf8'));
  const users = parsed.ok ? listAt(parsed.value, ['users']) : [];
  const file = stringAt(
    valueAt(
      users.find((each) => stringAt(each, ['name']) === name),
      ['user'],
    ),
    ['tokenFile'],
  );
  if (file === '') return undefined;
  const token = (await readFile(resolve(dirname(path), file), 'utf8')).trim();
  if (token === '') throw new Error('its tokenFile is empty');
  return token;
}

interface Options {
  readonly ca?: Buffer | string;
  readonly cert?: Buffer | string;
  readonly key?: Buffer | string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: string | null;
}
