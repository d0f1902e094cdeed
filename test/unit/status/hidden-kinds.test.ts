import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { meshes } from '../../../src/mesh/registry.ts';
import type { GroupKind } from '../../../src/model/kinds.ts';
import { defaultOptions } from '../../../src/model/options.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import { evaluatePolicies } from '../../../src/status/evaluate-policies.ts';
import { createLiveInventory } from '../../../src/status/live-inventory.ts';
import { watchedKinds } from '../../../src/status/watched-kinds.ts';
import type { Unwatchable } from '../../../src/status/what-is-hidden.ts';
import { answeredByIstio } from '../../support/answered-by-istio.ts';
import { answerAll, applied, breaker, epoch, look, messageOf, policy, service, summary, timeout } from '../../support/live-cluster.ts';

// Which policies can still be judged while a kind cannot be watched: those of whose mesh it changes nothing.

const label = { 'istio.io/use-waypoint': 'waypoint' };
const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: label } };

const anyLoss = ['rateLimit.requestsPerSecond', 'circuitBreaker.failureThreshold'] as const;
const nameOf = ({ group, kind }: GroupKind): string => `${kind}.${group}`;
const isWatched = ({ group, kind }: GroupKind): boolean => watchedKinds.some((each) => each.group === group && each.kind === kind);

/** Kinds without which a policy of the mesh cannot be verified, as `Kind` or, for Linkerd's own, `Kind.policy.linkerd.io`. */
function neededBy(mesh: string, spec: ObjectValue, why: Unwatchable['why']): readonly string[] {
  const options = { ...defaultOptions, mesh };
  const rendered = applied([namespace, service('web'), policy('p', spec)], options);
  const objects =
    mesh === 'linkerd' ? answerAll(rendered) : rendered.map((each) => (each['kind'] === 'HTTPRoute' ? answeredByIstio(each) : each));
  return watchedKinds.flatMap(({ group, kind }) => {
    const found = look(objects, 0, { options, unwatchable: [{ group, kind, why }] }).get('p');
    if (summary(found).startsWith('Ready=True/Applied')) return [];
    assert.match(summary(found), 'Ready=Unknown/NotVerifiable');
    assert.match(messageOf(found), `${kind}${group === '' ? '' : `.${group}`} (${why === 'absent' ? 'not installed' : 'not allowed'})`);
    return kind === 'Service' || kind === 'ResiliencePolicy' ? [] : [group === 'policy.linkerd.io' ? `${kind}.${group}` : kind];
  });
}

const always = ['ServiceProfile', 'TrafficSplit'];
const cases: readonly (readonly [mesh: string, spec: ObjectValue, forbidden: readonly string[], absent: readonly string[]])[] = [
  ['istio', breaker, ['DestinationRule'], ['DestinationRule']],
  ['istio', timeout, ['HTTPRoute', 'GRPCRoute', 'VirtualService'], ['VirtualService']],
  ['istio', { timeout: { idleTimeout: '1m' } }, ['DestinationRule'], ['DestinationRule']],
  ['istio-ambient', breaker, ['DestinationRule'], ['DestinationRule']],
  ['istio-ambient', timeout, ['HTTPRoute', 'GRPCRoute', 'VirtualService'], ['HTTPRoute']],
  ['gateway-api', timeout, ['HTTPRoute', 'GRPCRoute'], ['HTTPRoute']],
  ['linkerd', breaker, always, []],
  ['linkerd', timeout, ['HTTPRoute', 'GRPCRoute', 'HTTPRoute.policy.linkerd.io', ...always], ['HTTPRoute']],
];

for (const [mesh, spec, forbidden, absent] of cases) {
  test(`${mesh}, ${Object.values(spec).map((section) => Object.keys(section as ObjectValue))}: only what it depends on matters`, () => {
    assert.equal(neededBy(mesh, spec, 'forbidden'), forbidden);
    assert.equal(neededBy(mesh, spec, 'absent'), absent);
  });
}

test('a mistake in the policy is told whatever cannot be watched', () => {
  const wrong = policy('p', timeout, { annotations: { 'resilience.auth-platform.github.com/mesh': 'isto' } });
  const unwatchable = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', why: 'forbidden' }] as const;
  assert.match(summary(look([service('web'), wrong], 0, { unwatchable }).get('p')), 'Ready=False/Invalid');
});

test('a mesh reads what it says that it reads', () => {
  const ofPlan = ['Service.', 'ResiliencePolicy.resilience.auth-platform.github.com', 'ReferenceGrant.gateway.networking.k8s.io'];
  const routes = /^(HTTP|GRPC)Route[.]/;
  for (const [mesh, { reads }] of Object.entries(meshes)) {
    const options = { ...defaultOptions, mesh, allowLoss: anyLoss };
    const spec = { ...breaker, ...timeout, rateLimit: { requestsPerSecond: 5, accessPolicy: 'all-unauthenticated' } };
    const inventory = createLiveInventory([service('web'), policy('p', spec)]);
    const asked = new Set<string>();
    const recording: typeof inventory = {
      ...inventory,
      ofKind: (group, kind) => {
        if (isWatched({ group, kind })) asked.add(`${kind}.${group}`);
        return inventory.ofKind(group, kind);
      },
    };
    evaluatePolicies(recording, { options, now: epoch, graceSeconds: 300, unwatchable: [] });
    // The plan asks for the routes of all meshes.
    const own = [...asked].filter((each) => !ofPlan.includes(each) && !routes.test(each));
    assert.equal(
      own.sort(),
      reads
        .map(nameOf)
        .filter((each) => !routes.test(each))
        .sort(),
      mesh,
    );
  }
});

test('every mesh reads kinds that are watched, and each watched kind is read by a mesh or by the plan', () => {
  const ofPlan = watchedKinds.filter(({ neededFor }) => ['policies', 'targets', 'grants'].includes(neededFor)).map(nameOf);
  const read = Object.values(meshes).flatMap((mesh) => mesh.reads.map(nameOf));
  assert.equal([...new Set([...ofPlan, ...read])].sort(), watchedKinds.map(nameOf).sort());
});

test.run();
