import * as assert from 'uvu/assert';
import { policyLabel } from '../../../src/model/group.ts';
import { valueAt } from '../../../src/model/resource.ts';
import { clusterSuite } from './cluster-suite.ts';
import { installCrds } from './install-crds.ts';
import { type KubectlOptions, kubectl, mustKubectl } from './kubectl.ts';
import { createNamespaces, listNames, readLive } from './objects.ts';
import { type Named, policy, renderText, service } from './shop.ts';

// Design §5: identities are stable, so that whoever applies rendered manifests also prunes them, without our help.

const { test, check, server } = clusterSuite('pruning', {
  needs: ['kubectl', 'renderer'],
  setUp: installCrds,
});

const routes = (namespace: string): string => `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes`;

/** Two Services of a namespace, and a policy for each that is named. */
function render(namespace: string, policies: readonly string[]): string {
  const at = (name: string): Named => ({ name, namespace });
  return renderText([...['cart', 'checkout'].map((name) => service(at(name))), ...policies.map((name) => policy(at(name)))]);
}

/** Applies the rendered set in both states and says which routes are left after each. */
async function afterEach(
  namespace: string,
  args: readonly string[],
  options: KubectlOptions = {},
): Promise<readonly (readonly string[])[]> {
  await createNamespaces(server(), namespace);
  const left: (readonly string[])[] = [];
  for (const policies of [['cart', 'checkout'], ['checkout']]) {
    await mustKubectl(server(), ['apply', '-n', namespace, ...args, '-f', '-'], { ...options, input: render(namespace, policies) });
    left.push(await listNames(server(), routes(namespace)));
  }
  return left;
}

const byLabel = ['--prune', '-l', policyLabel, '--prune-allowlist=gateway.networking.k8s.io/v1/HTTPRoute'];

check('kubectl apply --prune with our label removes the route of a policy that is gone', async () => {
  assert.equal(await afterEach('labelled', byLabel), [['cart', 'checkout'], ['checkout']]);
});

check('kubectl apply --prune with our label refuses, and prunes nothing, when no labelled object is left', async () => {
  const done = await kubectl(server(), ['apply', '-n', 'labelled', ...byLabel, '-f', '-'], { input: render('labelled', []) });
  assert.is(done.code, 1);
  assert.match(done.stderr, 'no objects passed to apply');
  assert.equal(await listNames(server(), routes('labelled')), ['checkout']);
});

check('kubectl apply --applyset removes the route, and the Service loses its annotations', async () => {
  const options = { env: { KUBECTL_APPLYSET: 'true' } };
  assert.equal(await afterEach('applyset', ['--prune', '--server-side', '--applyset=configmaps/shop'], options), [
    ['cart', 'checkout'],
    ['checkout'],
  ]);
  const cart = await readLive(server(), '/api/v1/namespaces/applyset/services/cart');
  const annotations = valueAt(cart ?? {}, ['metadata', 'annotations']);
  assert.is(annotations, undefined);
  assert.equal(await listNames(server(), '/apis/resilience.auth-platform.github.com/v1/namespaces/applyset/resiliencepolicies'), [
    'checkout',
  ]);
});

test.run();
