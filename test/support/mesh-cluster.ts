import { defaultOptions, type RenderOptions } from '../../src/model/options.ts';
import type { KubeObject, ObjectValue } from '../../src/model/resource.ts';
import type { Evaluation } from '../../src/status/evaluate-policies.ts';
import { answeredByIstio } from './answered-by-istio.ts';
import { applied, breaker, look, service, timeout } from './live-cluster.ts';

/* Clusters of the meshes beside Linkerd, in which the policy that is looked at is called `p`. */

export const all: ObjectValue = { ...breaker, ...timeout, retry: { maxAttempts: 3, methods: ['GET'] } };
/** With retries on routes. */
export const routes: Partial<RenderOptions> = { gatewayChannel: 'experimental' };

export const waypoint: KubeObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'istio.io/use-waypoint': 'waypoint' } },
};

/** A cluster of one mesh, after its routes have been answered. */
export function cluster(mesh: string, objects: readonly KubeObject[], options: Partial<RenderOptions> = routes): readonly KubeObject[] {
  return applied([waypoint, ...objects], { ...options, mesh }).map((each) => (each['kind'] === 'HTTPRoute' ? answeredByIstio(each) : each));
}

/** What is said of `p`. */
export function verdictOn(
  mesh: string,
  objects: readonly KubeObject[],
  more: { options?: Partial<RenderOptions> } = {},
): Evaluation | undefined {
  const options = { ...defaultOptions, ...routes, ...more.options, mesh };
  return look(objects, 0, { options }).get('p');
}

/** With two ports. */
export const two = service('web', {
  ports: [80, 81].map((port) => ({ name: `http-${port}`, port, protocol: 'TCP', targetPort: port })),
});
/** A policy for one of them. */
export const on = (port: number, spec: ObjectValue): ObjectValue => ({ ...spec, targetRef: { name: 'web', port } });
