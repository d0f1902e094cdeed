import * as assert from 'uvu/assert';
import { type KubeObject, listAt, stringAt, type Value, valueAt } from '../../../src/model/resource.ts';
import { ownershipManager } from '../../../src/status/held-references.ts';
import { peers } from '../peers.ts';
import { auditMark, isWrite, permissionsOf, readAudit } from './audit-log.ts';
import { chartPermissions } from './install-chart.ts';
import { manageProcess } from './managed-process.ts';
import { applyAll, createNamespaces, policyPath, readLive, remove } from './objects.ts';
import { reporterSuite } from './reporter-suite.ts';
import type { Reporter } from './run-reporter.ts';
import { type Named, policy, render, service } from './shop.ts';
import { sleep, waitFor } from './wait.ts';

// Owner references under the chart's own role for them, on a real API server, and Kubernetes' own garbage collector as their reader.

const values = ['ownerReferences.enabled=true'];
let reporter: Reporter | undefined;
const { test, check, server, identity, start, untilReady, afterwards } = reporterSuite('owner references', {
  needs: ['garbage-collector'],
  crds: 'rules-standard',
  // So that the reference is seen to need no more than the role gives, where the API server asks for more.
  values: [...values, 'ownerReferences.allowDelete=true'],
  flags: { 'enable-admission-plugins': 'OwnerReferencesPermissionEnforcement' },
  before: (started) => createNamespaces(started, 'shop', 'tracked', 'far', 'away', 'kinds', 'leaving'),
  setUp: async (suite) => {
    reporter = await suite.start(['--owner-references']);
  },
});

const cartIn = (namespace: string): Named => ({ name: 'cart', namespace });
const gateway = '/apis/gateway.networking.k8s.io/v1/namespaces';
const routePath = ({ name, namespace }: Named): string => `${gateway}/${namespace}/httproutes/${name}`;
const policyOf = ({ name, namespace }: Named): string => `${policyPath(namespace)}/${name}`;

async function ownersAt(path: string): Promise<readonly Value[]> {
  return listAt((await readLive(server(), path)) ?? {}, ['metadata', 'ownerReferences']);
}

async function uidAt(path: string): Promise<string> {
  return stringAt((await readLive(server(), path)) ?? {}, ['metadata', 'uid']);
}

async function ownerOf(of: Named): Promise<KubeObject> {
  const uid = await uidAt(policyOf(of));
  const apiVersion = 'resilience.auth-platform.github.com/v1';
  return { apiVersion, blockOwnerDeletion: false, controller: false, kind: 'ResiliencePolicy', name: of.name, uid };
}

async function untilOwners(path: string, count: number): Promise<readonly Value[]> {
  return await waitFor(`${count} owners of ${path}`, async () => {
    const found = await ownersAt(path);
    return found.length === count ? found : undefined;
  });
}

/** Requests of the reporter that change a generated object. */
function ownershipWrites(mark = 0): ReturnType<typeof readAudit> {
  return readAudit(server().auditLog, identity().user, mark).filter(
    (event) => isWrite(event) && event.verb === 'patch' && event.group !== 'events.k8s.io',
  );
}

const mark = async (of: Named, metadata: object): Promise<unknown> => await server().client.mergePatch(routePath(of), { metadata });

check('a policy becomes the owner of its route, and stays in force', async () => {
  const cart = cartIn('shop');
  await applyAll(server(), render([service(cart), policy(cart)]));
  assert.equal(await untilOwners(routePath(cart), 1), [await ownerOf(cart)]);
  await untilReady(cart, 'True Applied');
  const managers = listAt((await readLive(server(), routePath(cart))) ?? {}, ['metadata', 'managedFields']).map((each) =>
    stringAt(each, ['manager']),
  );
  assert.ok(managers.includes(ownershipManager), managers.join());
  assert.equal(await ownersAt('/api/v1/namespaces/shop/services/cart'), []);
});

check('so does one of each kind that is generated, which is what the role names', async () => {
  const [api, limited]: readonly Named[] = [cartIn('kinds'), { name: 'limited', namespace: 'kinds' }];
  const grpc = service(api as Named).replace('name: http', 'name: grpc');
  const limit = ['rateLimit: {requestsPerSecond: 100, accessPolicy: all-unauthenticated}'];
  await applyAll(server(), render([grpc, policy(api as Named), service(limited as Named), policy(limited as Named, 'limited', limit)]));
  const sidecar: Named = { name: 'sidecar', namespace: 'kinds' };
  await applyAll(server(), render([service(sidecar), policy(sidecar)], ['--mesh=istio']));
  // Rules of a mesh that the reporter was not told of: what makes them ours is their mark and their form.
  for (const plural of ['virtualservices', 'destinationrules']) {
    const path = `/apis/networking.istio.io/v1/namespaces/kinds/${plural}/sidecar-resilience`;
    assert.equal(await untilOwners(path, 1), [await ownerOf(sidecar)]);
  }
  await untilOwners(`${gateway}/kinds/grpcroutes/cart`, 1);
  const linkerd = '/apis/policy.linkerd.io';
  const list = async (path: string): Promise<readonly KubeObject[]> =>
    listAt((await server().client.call('GET', path)).body, ['items']) as readonly KubeObject[];
  for (const path of [`${linkerd}/v1beta3/namespaces/kinds/servers`, `${linkerd}/v1alpha1/namespaces/kinds/httplocalratelimitpolicies`]) {
    const [object] = await list(path);
    assert.equal(await untilOwners(`${path}/${stringAt(object, ['metadata', 'name'])}`, 1), [await ownerOf(limited as Named)]);
  }
  const used = permissionsOf(ownershipWrites());
  const allowed = chartPermissions(values).filter((permission) => !chartPermissions().includes(permission));
  assert.equal(used, allowed);
});

check('what somebody else gave stays, and ours goes with the mark', async () => {
  const cart = cartIn('leaving');
  await applyAll(server(), render([service(cart), policy(cart)]));
  await untilOwners(routePath(cart), 1);
  const foreign = { apiVersion: 'v1', kind: 'Service', name: 'cart', uid: await uidAt('/api/v1/namespaces/leaving/services/cart') };
  await mark(cart, { ownerReferences: [await ownerOf(cart), foreign] });
  await mark(cart, { annotations: { 'resilience.auth-platform.github.com/generated-from': null } });
  assert.equal(await untilOwners(routePath(cart), 1), [foreign]);
});

const marks: readonly (readonly [name: string, metadata: object])[] = [
  ['argo-3', { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:gateway.networking.k8s.io/HTTPRoute:tracked/argo-3' } }],
  ['argo-2', { labels: { 'app.kubernetes.io/instance': 'shop' } }],
  ['flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' } }],
  ['flux-helm', { labels: { 'helm.toolkit.fluxcd.io/name': 'shop', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' } }],
  ['applyset', { labels: { 'applyset.kubernetes.io/part-of': 'applyset-x' } }],
];
const trackedAs = (name: string): Named => ({ name, namespace: 'tracked' });

check('a tracked object gets no owner, and loses it once it is tracked', async () => {
  const all = [...marks.map(([name]) => trackedAs(name)), trackedAs('plain')];
  const rendered = render(all.flatMap((of) => [service(of), policy(of)]));
  const found = rendered.map((object) => {
    const more = marks.find(([name]) => object['kind'] === 'HTTPRoute' && valueAt(object, ['metadata', 'name']) === name)?.[1] ?? {};
    const { labels = {}, annotations = {} } = more as Record<'labels' | 'annotations', object>;
    const metadata = object['metadata'] as unknown as Record<'labels' | 'annotations', object>;
    const merged = { ...metadata, labels: { ...metadata.labels, ...labels }, annotations: { ...metadata.annotations, ...annotations } };
    return { ...object, metadata: merged } as unknown as KubeObject;
  });
  const from = auditMark(server().auditLog);
  await applyAll(server(), found);
  await untilOwners(routePath(trackedAs('plain')), 1);
  for (const [name] of marks) await untilReady(trackedAs(name), 'True Applied');
  // On a busy machine the API server answers well before it logs.
  await waitFor('a write of an owner in the audit log', () => (ownershipWrites(from).length > 0 ? true : undefined));
  assert.equal(
    ownershipWrites(from).map(({ name }) => name),
    ['plain'],
  );
  await mark(trackedAs('plain'), marks[0]?.[1] ?? {});
  await untilOwners(routePath(trackedAs('plain')), 0);
  await mark(trackedAs('plain'), { annotations: { 'argocd.argoproj.io/tracking-id': null } });
  await untilOwners(routePath(trackedAs('plain')), 1);
});

check('nothing owns across namespaces', async () => {
  const [target, owner] = [
    { name: 'cart', namespace: 'far' },
    { name: 'cart', namespace: 'away' },
  ];
  const foreign = policy(owner).replace('targetRef: {name: cart}', 'targetRef: {name: cart, namespace: far}');
  const from = auditMark(server().auditLog);
  await applyAll(server(), render([service(target), foreign], ['--allow-cross-namespace']));
  await waitFor('a status', async () => ((await readLive(server(), policyOf(owner)))?.['status'] === undefined ? undefined : true));
  assert.equal(await ownersAt(routePath(target)), []);
  assert.equal(ownershipWrites(from), []);
});

check('nothing is written while nothing changes', async () => {
  await sleep(1_500);
  const from = auditMark(server().auditLog);
  await server().client.mergePatch('/api/v1/namespaces/shop/services/cart', { metadata: { labels: { touched: 'yes' } } });
  await server().client.mergePatch(routePath(cartIn('shop')), { metadata: { labels: { touched: 'yes' } } });
  await sleep(3_000);
  assert.equal(
    readAudit(server().auditLog, identity().user, from)
      .filter(isWrite)
      .filter(({ resource }) => resource !== 'leases'),
    [],
  );
});

check('with the policy goes its route, and no other', async () => {
  const collector = manageProcess({
    name: 'garbage-collector',
    command: peers['garbage-collector'],
    args: [server().kubeconfig],
    isReady: () => Promise.resolve(true),
  });
  await collector.start();
  afterwards(() => collector.kill());
  await remove(server(), policyOf(cartIn('shop')));
  await remove(server(), policyOf(trackedAs('argo-3')));
  await waitFor(
    'the route is gone',
    async () => ((await readLive(server(), routePath(cartIn('shop')))) === undefined ? true : undefined),
    90,
  );
  await sleep(2_000);
  for (const of of [trackedAs('argo-3'), trackedAs('plain'), cartIn('far')]) assert.ok(await readLive(server(), routePath(of)), of.name);
});

check('--owner-references=remove takes everything back', async () => {
  await reporter?.process.kill('SIGTERM');
  await start(['--owner-references=remove']);
  await untilOwners(routePath(trackedAs('plain')), 0);
  await untilOwners(`${gateway}/kinds/grpcroutes/cart`, 0);
  await sleep(1_500);
  const from = auditMark(server().auditLog);
  await sleep(2_000);
  assert.equal(ownershipWrites(from), []);
  assert.equal([await ownersAt(routePath(trackedAs('plain'))), await ownersAt(`${gateway}/kinds/grpcroutes/cart`)], [[], []]);
});

test.run();
