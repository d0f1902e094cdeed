import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import type { ApiServer } from './api-server.ts';

const group = 'resilience.auth-platform.github.com';

/** Plurals of the kinds that tests write; the API server would tell, too. */
const plurals: Readonly<Record<string, string>> = {
  ResiliencePolicy: 'resiliencepolicies',
  HTTPLocalRateLimitPolicy: 'httplocalratelimitpolicies',
};

const clusterWide: ReadonlySet<string> = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition']);

export function policyPath(namespace: string): string {
  return `/apis/${group}/v1/namespaces/${namespace}/resiliencepolicies`;
}

/** Where the API server keeps this object. */
export function pathOf(object: KubeObject): string {
  const { apiVersion, kind } = object as unknown as Readonly<Record<'apiVersion' | 'kind', string>>;
  const { name, namespace } = object['metadata'] as unknown as { readonly name: string; readonly namespace?: string };
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = clusterWide.has(kind) ? '' : `/namespaces/${namespace ?? 'default'}`;
  return `${root}${scope}/${plurals[kind] ?? `${kind.toLowerCase()}s`}/${name}`;
}

export async function createNamespaces(server: ApiServer, ...names: readonly string[]): Promise<void> {
  await applyAll(
    server,
    names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  );
}

/** Applies on the server's side and gives the objects as they then are. */
export async function applyAll(server: ApiServer, objects: readonly KubeObject[]): Promise<readonly KubeObject[]> {
  const applied: KubeObject[] = [];
  for (const object of objects) {
    const { code, body } = await server.client.apply(pathOf(object), object);
    if (code >= 300) throw new Error(`${pathOf(object)}: ${code} ${String(body['message'])}`);
    applied.push(body);
  }
  return applied;
}

/** The object, or undefined where there is none. */
export async function readLive(server: ApiServer, path: string): Promise<KubeObject | undefined> {
  const { code, body } = await server.client.call('GET', path);
  if (code !== 200 && code !== 404) throw new Error(`${path}: ${code}`);
  return code === 200 ? body : undefined;
}

export async function remove(server: ApiServer, path: string): Promise<void> {
  const { code } = await server.client.call('DELETE', path);
  if (code >= 300 && code !== 404) throw new Error(`${path}: ${code}`);
}

export async function listNames(server: ApiServer, path: string): Promise<readonly string[]> {
  const { body } = await server.client.call('GET', path);
  const items = (body['items'] ?? []) as readonly { readonly metadata: ObjectValue }[];
  return items.map(({ metadata }) => String(metadata['name'])).sort();
}
