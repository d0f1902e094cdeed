import { type KubeObject, type Value, valueAt } from '../../../src/model/resource.ts';
import type { ApiServer } from './api-server.ts';
import { pathOf } from './objects.ts';
import { sleep } from './wait.ts';

/** What the mesh thinks of a route: accepted, refused with these words, or not looked at. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly type: 'Accepted' | 'ResolvedRefs'; readonly reason: string; readonly message: string }
  | { readonly kind: 'silent' };

/** Writes the status that Linkerd's controller writes on routes (linkerd facts §3), and nothing else. */
export interface StandInMesh {
  judge(verdict: (route: KubeObject) => Verdict): void;
  /** Looks at every route once. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const lists = ['httproutes', 'grpcroutes'].map((plural) => `/apis/gateway.networking.k8s.io/v1/${plural}`);

export function startStandInMesh(server: ApiServer): StandInMesh {
  let verdictOn: (route: KubeObject) => Verdict = () => ({ kind: 'accepted' });
  let stopped = false;
  const settle = async (): Promise<void> => {
    for (const path of lists) {
      const { code, body } = await server.client.call('GET', path);
      if (code !== 200) continue;
      const kind = path.endsWith('httproutes') ? 'HTTPRoute' : 'GRPCRoute';
      for (const item of body['items'] as readonly KubeObject[]) {
        // Items of a list carry neither.
        const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind, ...item };
        await writeStatus(server, route, verdictOn(route));
      }
    }
  };
  const loop = (async () => {
    // A server that a test has stopped is back soon.
    while (!stopped)
      await settle()
        .catch(() => {})
        .then(() => sleep(200));
  })();
  return {
    judge: (verdict) => {
      verdictOn = verdict;
    },
    settle,
    stop: () => {
      stopped = true;
      return loop;
    },
  };
}

async function writeStatus(server: ApiServer, route: KubeObject, verdict: Verdict): Promise<void> {
  const wanted = verdict.kind === 'silent' ? [] : parentsOf(route).map((parent) => parentStatus(route, parent, verdict));
  const found = (valueAt(route, ['status', 'parents']) ?? []) as readonly Value[];
  if (JSON.stringify(found.map(withoutTime)) === JSON.stringify(wanted.map(withoutTime))) return;
  await server.client.mergePatch(`${pathOf(route)}/status`, { status: { parents: wanted } });
}

function parentsOf(route: KubeObject): readonly KubeObject[] {
  const parents = (valueAt(route, ['spec', 'parentRefs']) ?? []) as readonly KubeObject[];
  return parents.filter(({ kind }) => kind === 'Service');
}

/** Linkerd echoes the parent with group `core`, and sets no observedGeneration. */
function parentStatus(route: KubeObject, parent: KubeObject, verdict: Exclude<Verdict, { kind: 'silent' }>): KubeObject {
  const { name, port, namespace = valueAt(route, ['metadata', 'namespace']) } = parent;
  const conditions = [condition('Accepted', verdict), condition('ResolvedRefs', verdict)];
  const parentRef = JSON.parse(JSON.stringify({ group: 'core', kind: 'Service', name, namespace, port })) as KubeObject;
  return { parentRef, controllerName: 'linkerd.io/policy-controller', conditions };
}

function condition(type: 'Accepted' | 'ResolvedRefs', verdict: Exclude<Verdict, { kind: 'silent' }>): KubeObject {
  const lastTransitionTime = `${new Date().toISOString().slice(0, 19)}Z`;
  if (verdict.kind === 'refused' && verdict.type === type) {
    return { type, status: 'False', reason: verdict.reason, message: verdict.message, lastTransitionTime };
  }
  return { type, status: 'True', reason: type, message: '', lastTransitionTime };
}

/** The API server orders keys as the definition does. */
function withoutTime(parent: Value): unknown {
  const { parentRef, conditions } = parent as KubeObject;
  const rows = (conditions as readonly KubeObject[]).map(({ type, status, reason, message }) => [type, status, reason, message]);
  return [Object.entries(parentRef as KubeObject).sort(), rows];
}
