import { type KubeObject, type Value, valueAt } from '../../../src/model/resource.ts';
import type { ApiServer } from './api-server.ts';
import { pathOf } from './objects.ts';
import { sleep } from './wait.ts';

/** What the mesh thinks of a route or a rate limit: accepted, refused with these words, or not looked at. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly type: 'Accepted' | 'ResolvedRefs'; readonly reason: string; readonly message: string }
  | { readonly kind: 'silent' };

/** How a controller answers for a route. */
export interface RouteController {
  readonly name: string;
  /** The parent as the answer repeats it. */
  readonly echo: (parent: KubeObject, namespace: Value | undefined) => KubeObject;
  readonly reportsGeneration: boolean;
}

/** Repeats the parent with group `core`, and sets no observedGeneration (linkerd facts §3). */
const linkerd: RouteController = {
  name: 'linkerd.io/policy-controller',
  echo: ({ name, port, namespace: own }, namespace) =>
    ({ group: 'core', kind: 'Service', name, namespace: own ?? namespace, port }) as KubeObject,
  reportsGeneration: false,
};

/** Repeats the parent as it stands (createRouteStatus of Istio 1.30). */
export const istio: RouteController = { name: 'istio.io/gateway-controller', echo: (parent) => parent, reportsGeneration: true };

/** Writes the status that a mesh's controller writes on routes, and Linkerd's on rate limits (linkerd facts §5), and nothing else. */
export interface StandInMesh {
  judge(verdict: (object: KubeObject) => Verdict): void;
  /** Looks at every object once. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Items of a list carry neither apiVersion nor kind. */
const kinds = [
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', plural: 'httproutes' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute', plural: 'grpcroutes' },
  { apiVersion: 'policy.linkerd.io/v1alpha1', kind: 'HTTPLocalRateLimitPolicy', plural: 'httplocalratelimitpolicies' },
];

export function startStandInMesh(server: ApiServer, controller: RouteController = linkerd): StandInMesh {
  let verdictOn: (route: KubeObject) => Verdict = () => ({ kind: 'accepted' });
  let stopped = false;
  const settle = async (): Promise<void> => {
    for (const { apiVersion, kind, plural } of kinds) {
      const { code, body } = await server.client.call('GET', `/apis/${apiVersion}/${plural}`);
      if (code !== 200) continue;
      for (const item of body['items'] as readonly KubeObject[]) {
        const object = { apiVersion, kind, ...item };
        const verdict = verdictOn(object);
        await (kind.endsWith('Route')
          ? writeParents(server, object, answering(object, controller, verdict))
          : writeConditions(server, object, verdict));
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

function answering(route: KubeObject, controller: RouteController, verdict: Verdict): readonly KubeObject[] {
  return verdict.kind === 'silent' ? [] : parentsOf(route).map((parent) => parentStatus(route, parent, { controller, verdict }));
}

async function writeParents(server: ApiServer, route: KubeObject, wanted: readonly KubeObject[]): Promise<void> {
  const found = (valueAt(route, ['status', 'parents']) ?? []) as readonly Value[];
  if (JSON.stringify(found.map(withoutTime)) === JSON.stringify(wanted.map(withoutTime))) return;
  await server.client.mergePatch(`${pathOf(route)}/status`, { status: { parents: wanted } });
}

/** Of a rate limit Linkerd says only whether it is accepted, and for which Server. */
async function writeConditions(server: ApiServer, limit: KubeObject, verdict: Verdict): Promise<void> {
  const targetRef = valueAt(limit, ['spec', 'targetRef']) ?? null;
  const wanted = verdict.kind === 'silent' ? [] : [{ parentRef: targetRef, conditions: [condition('Accepted', verdict)] }];
  const { conditions = [], targetRef: parentRef = {} } = (limit['status'] ?? {}) as KubeObject;
  const found = (conditions as readonly Value[]).length === 0 ? [] : [{ parentRef, conditions }];
  if (JSON.stringify(found.map(withoutTime)) === JSON.stringify(wanted.map(withoutTime))) return;
  const status = { conditions: wanted.flatMap((each) => each.conditions), targetRef };
  await server.client.mergePatch(`${pathOf(limit)}/status`, { status });
}

function parentsOf(route: KubeObject): readonly KubeObject[] {
  const parents = (valueAt(route, ['spec', 'parentRefs']) ?? []) as readonly KubeObject[];
  return parents.filter(({ kind }) => kind === 'Service');
}

interface Answer {
  readonly controller: RouteController;
  readonly verdict: Exclude<Verdict, { kind: 'silent' }>;
}

function parentStatus(route: KubeObject, parent: KubeObject, { controller, verdict }: Answer): KubeObject {
  const generation = controller.reportsGeneration ? { observedGeneration: valueAt(route, ['metadata', 'generation']) ?? 1 } : {};
  const conditions = (['Accepted', 'ResolvedRefs'] as const).map((type) => ({ ...condition(type, verdict), ...generation }));
  const parentRef = JSON.parse(JSON.stringify(controller.echo(parent, valueAt(route, ['metadata', 'namespace'])))) as KubeObject;
  return { parentRef, controllerName: controller.name, conditions };
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
  const rows = (conditions as readonly KubeObject[]).map(({ type, status, reason, message, observedGeneration }) => [
    type,
    status,
    reason,
    message,
    observedGeneration,
  ]);
  return [Object.entries(parentRef as KubeObject).sort(), rows];
}
