import * as assert from 'uvu/assert';
import { stringAt } from '../../../src/model/resource.ts';
import { mustKubectl } from './kubectl.ts';
import { createNamespaces, policyPath, remove } from './objects.ts';
import { condition, reporterSuite } from './reporter-suite.ts';
import { type Named, policy, renderText, service } from './shop.ts';
import { istio } from './stand-in-mesh.ts';
import { waitFor } from './wait.ts';

// The meshes beside Linkerd: rendered by the built program, applied with kubectl to a real API server with the definitions of Istio and
// the experimental Gateway API, judged by a reporter under the chart's identity that is told of Istio. Policies of other meshes name theirs.

const grace = 4;
const namespaces = ['sidecars', 'leftover', 'by-hand', 'ambient', 'no-waypoint', 'gamma'];
const { test, check, server, mesh, status, untilReady } = reporterSuite('meshes', {
  needs: ['kubectl'],
  crds: 'rules-experimental',
  controller: istio,
  setUp: async (suite) => {
    await createNamespaces(suite.server(), ...namespaces);
    const labels = { 'istio.io/use-waypoint': 'waypoint' };
    await suite.server().client.mergePatch('/api/v1/namespaces/ambient', { metadata: { labels } });
    await suite.start([`--grace-period=${grace}s`, '--mesh=istio', '--gateway-channel=experimental']);
  },
});

const all = [
  'circuitBreaker: {failureThreshold: 5, interval: 5s}',
  'timeout: {requestTimeout: 2s}',
  'retry: {maxAttempts: 3, retryableStatusCodes: "503"}',
];
const timeoutAlone = ['timeout: {requestTimeout: 2s}'];
const cartIn = (namespace: string): Named => ({ name: 'cart', namespace });
const rulePath = (plural: string, { name, namespace }: Named): string =>
  `/apis/networking.istio.io/v1/namespaces/${namespace}/${plural}/${name}-resilience`;

/** As a policy that names its mesh. */
function of(name: string, cart: Named, sections: readonly string[]): string {
  const text = policy(cart, 'cart', sections);
  return name === 'istio'
    ? text
    : text.replace('metadata: {', `metadata: {annotations: {resilience.auth-platform.github.com/mesh: ${name}}, `);
}

async function applyRendered(cart: Named, text: string): Promise<void> {
  const input = renderText([service(cart), text], ['--mesh=istio', '--gateway-channel=experimental']);
  await mustKubectl(server(), ['apply', '--server-side', '-f', '-'], { input });
}

const readyMessage = (found: Awaited<ReturnType<typeof status>>): string => stringAt(condition(found, 'Ready'), ['message']);
const driftOf = (found: Awaited<ReturnType<typeof status>>): string => stringAt(condition(found, 'Drifted'), ['message']);

check('istio: Applied with rules alone, which have no status', async () => {
  const cart = cartIn('sidecars');
  await applyRendered(cart, of('istio', cart, all));
  assert.match(readyMessage(await untilReady(cart, 'True Applied')), 'VirtualServices and DestinationRules have no status of the mesh');
});

check('istio: an edited rule and one that is gone are named', async () => {
  const cart = cartIn('sidecars');
  const path = rulePath('virtualservices', cart);
  const rule = (await server().client.call('GET', path)).body;
  const text = JSON.stringify(rule['spec']).replace('"2s"', '"9s"');
  await server().client.mergePatch(path, { spec: JSON.parse(text) as object });
  const drift = 'VirtualService sidecars/cart-resilience spec.http[0].timeout: expected "2s", found "9s"';
  assert.is(driftOf(await untilReady(cart, 'False Failed')), drift);
  await server().client.mergePatch(path, { spec: rule['spec'] });
  await untilReady(cart, 'True Applied');
  await remove(server(), rulePath('destinationrules', cart));
  const gone = 'DestinationRule sidecars/cart-resilience: expected the object, found nothing';
  assert.is(driftOf(await untilReady(cart, 'False Failed')), gone);
});

check('istio: what a policy no longer asks for is a difference until it is gone', async () => {
  const cart = cartIn('leftover');
  await applyRendered(cart, of('istio', cart, all));
  await untilReady(cart, 'True Applied');
  const path = `${policyPath('leftover')}/cart`;
  await server().client.mergePatch(path, { spec: { circuitBreaker: { interval: null }, retry: null, timeout: null } });
  const drift = driftOf(await untilReady(cart, 'False Failed'));
  assert.match(drift, 'VirtualService leftover/cart-resilience: expected nothing, found the object, generated for it before');
  assert.match(drift, 'spec.trafficPolicy.portLevelSettings[0].outlierDetection.interval: expected nothing, found "5s"');
  await applyRendered(cart, of('istio', cart, ['circuitBreaker: {failureThreshold: 5}']));
  await remove(server(), rulePath('virtualservices', cart));
  await untilReady(cart, 'True Applied');
});

check('istio: a VirtualService of the user is in the way, and both are named', async () => {
  const cart = cartIn('by-hand');
  await applyRendered(cart, of('istio', cart, all));
  await untilReady(cart, 'True Applied');
  const own = `apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: storefront, namespace: by-hand}
spec: {hosts: [cart], http: [{route: [{destination: {host: cart}}]}]}
`;
  await mustKubectl(server(), ['apply', '--server-side', '-f', '-'], { input: own });
  const found = readyMessage(await untilReady(cart, 'False NotEnforced'));
  for (const words of ['RP4020', 'VirtualService by-hand/storefront', 'policy by-hand/cart']) assert.match(found, words);
  await mustKubectl(server(), ['delete', '-n', 'by-hand', 'virtualservice', 'storefront']);
  await untilReady(cart, 'True Applied');
});

for (const [name, cart, sections] of [
  ['istio-ambient', cartIn('ambient'), all],
  ['gateway-api', cartIn('gamma'), all.slice(1)],
] as const) {
  check(`${name}: a route counts once a controller has accepted it and found its backends`, async () => {
    const here = cart.namespace;
    mesh().judge(({ metadata }) => ({ kind: stringAt(metadata, ['namespace']) === here ? 'silent' : 'accepted' }));
    await applyRendered(cart, of(name, cart, sections));
    const waiting = await untilReady(cart, 'False Reconciling');
    await waitFor('the route is waited for', async () =>
      readyMessage(await status(cart)).includes(`said nothing about HTTPRoute ${here}/cart`) ? true : undefined,
    );
    assert.is(condition(waiting, 'Stalled'), undefined);
    const words = 'backend(cart) not found';
    mesh().judge(() => ({ kind: 'refused', type: 'ResolvedRefs', reason: 'BackendNotFound', message: words }));
    assert.ok(readyMessage(await untilReady(cart, 'False NotEnforced')).includes(words));
    mesh().judge(() => ({ kind: 'accepted' }));
    const good = readyMessage(await untilReady(cart, 'True Applied'));
    assert.ok(good.startsWith('the cluster is exactly as the policy asks; its routes are accepted'), good);
    assert.not.match(good, 'generation not reported');
  });
}

check('istio-ambient: without a waypoint nothing acts; the label on the Namespace is seen at once', async () => {
  const cart = cartIn('no-waypoint');
  await applyRendered(cart, of('istio-ambient', cart, timeoutAlone));
  assert.match(readyMessage(await untilReady(cart, 'False NotEnforced')), 'RP4032');
  const labels = { 'istio.io/use-waypoint': 'waypoint' };
  await server().client.mergePatch('/api/v1/namespaces/no-waypoint', { metadata: { labels } });
  await untilReady(cart, 'True Applied');
});

test.run();
