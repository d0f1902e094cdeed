import type { KubeObject } from '../src/model/resource.ts';
import type { ApiServer } from '../test/cluster/reporter/api-server.ts';
import { pathOf } from '../test/cluster/reporter/objects.ts';
import { policy, service } from '../test/cluster/reporter/shop.ts';
import { objectsOf, renderText } from '../test/support/rendered.ts';

/** Where a pair of a policy and its Service lies. */
export interface Pair {
  readonly name: string;
  readonly namespace: string;
}

export function pairsOf(count: number, namespaces: number): readonly Pair[] {
  return Array.from({ length: count }, (_, i) => ({ name: `svc-${String(i).padStart(5, '0')}`, namespace: `team-${i % namespaces}` }));
}

/** A Service, its policy and its route, as the renderer writes them, the route accepted as Linkerd does. */
export async function createCrowd(server: ApiServer, pairs: readonly Pair[]): Promise<void> {
  for (const namespace of new Set(pairs.map((pair) => pair.namespace))) {
    await create(server, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  }
  const [sample] = pairs;
  if (sample === undefined) return;
  const { ok, text } = renderText(`${service(sample)}---\n${policy(sample)}`, {});
  if (!ok) throw new Error('the renderer refuses the sample');
  const made = JSON.stringify(objectsOf(text));
  // The same for all but the names: rendering is not what is measured.
  await inParallel(pairs, async ({ name, namespace }) => {
    const own = made.replaceAll(sample.name, name).replaceAll(sample.namespace, namespace);
    for (const object of JSON.parse(own) as readonly KubeObject[]) await create(server, object);
  });
}

async function create(server: ApiServer, object: KubeObject): Promise<void> {
  const path = pathOf(object);
  const { code, body } = await server.client.call('POST', path.slice(0, path.lastIndexOf('/')), object);
  if (code !== 201) throw new Error(`${path}: ${code} ${String(body['message'])}`);
  if (object['kind'] !== 'HTTPRoute') return;
  const answer = await server.client.mergePatch(`${path}/status`, { status: { parents: [acceptanceOf(object)] } });
  if (answer.code !== 200) throw new Error(`${path}: ${answer.code}`);
}

function acceptanceOf(route: KubeObject): KubeObject {
  const { namespace } = route['metadata'] as { readonly namespace: string };
  const [parent] = (route['spec'] as unknown as { readonly parentRefs: readonly KubeObject[] }).parentRefs;
  const lastTransitionTime = '2026-01-01T00:00:00Z';
  const conditions = ['Accepted', 'ResolvedRefs'].map((type) => ({ type, status: 'True', reason: type, message: '', lastTransitionTime }));
  return { parentRef: { ...parent, group: 'core', namespace }, controllerName: 'linkerd.io/policy-controller', conditions };
}

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  // As many as the client has connections.
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const item of queue) await act(item);
    }),
  );
}
