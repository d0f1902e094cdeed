import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ServiceError } from '@grpc/grpc-js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { announce } from '../../src/frontends/argocd/announce-parameters.ts';
import { parameters } from '../../src/frontends/argocd/parameters.ts';
import { type KubeObject, valueAt } from '../../src/model/resource.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { repository } from '../support/golden-cases.ts';
import { annotationsOf, identityKey, objectsOf } from '../support/rendered.ts';
import { cartPolicy, cartService, configText, shop, switches } from '../support/temp-tree.ts';
import { type Application, type CmpServer, startCmpServer } from './cmp-server.ts';
import { missingPeers, runPeer } from './peers.ts';

const missing = missingPeers(['argocd-cmp-server', 'helm', 'kustomize', 'renderer']);
const test = suite('argocd');
const check = missing.length === 0 ? test : test.skip;

let server: CmpServer;
let checkout = '';

test.before(async () => {
  checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
  if (missing.length === 0) server = await startCmpServer();
});
test.after(() => {
  server?.stop();
  rmSync(checkout, { recursive: true, force: true });
});

const breaker = 'balancer.linkerd.io/failure-accrual';

/** Puts an application into the checkout. */
function place(path: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(checkout, path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

interface Given {
  readonly parameters?: readonly object[] | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly deadline?: number;
}

function application(path: string, { parameters: list, env = {}, ...rest }: Given = {}): Application {
  return { root: checkout, path, env: { ...env, ...(list === undefined ? {} : { ARGOCD_APP_PARAMETERS: JSON.stringify(list) }) }, ...rest };
}

async function generate(path: string, given: Given = {}, on = server): Promise<readonly KubeObject[]> {
  return (await on.generate(application(path, given))).map((text) => JSON.parse(text) as KubeObject);
}

/** What Argo CD's interface would show. */
async function refusal(path: string, given: Given = {}, on = server): Promise<string> {
  try {
    await on.generate(application(path, given));
  } catch (error) {
    return (error as ServiceError).details;
  }
  throw new Error('it is not refused');
}

const namesOf = (objects: readonly KubeObject[]): readonly string[] => objects.map(identityKey).sort();
const named = (objects: readonly KubeObject[], name: string): KubeObject | undefined =>
  objects.find((object) => object['kind'] === 'Service' && identityKey(object).endsWith(`/${name}`));

const chart = {
  'Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 1.2.3\n',
  'values.yaml': 'port: 80\nthreshold: 5\n',
  'templates/cart.yaml': `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
  labels:
    kube: {{ .Capabilities.KubeVersion.Version | quote }}
    routes: {{ .Capabilities.APIVersions.Has "gateway.networking.k8s.io/v1/HTTPRoute" | quote }}
    namespace: {{ .Release.Namespace }}
    team: {{ .Values.team | quote }}
spec:
  selector:
    app: cart
  ports:
    - name: http
      port: {{ .Values.port }}
---
apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata:
  name: cart
spec:
  targetRef:
    name: {{ .Release.Name }}
  circuitBreaker:
    failureThreshold: {{ .Values.threshold }}
`,
};

check('it is found by its marker file alone', async () => {
  place('match/with', { ...shop, 'resilience-renderer.yaml': configText('strict: true') });
  place('match/without', { ...shop, 'deeper/resilience-renderer.yaml': configText('strict: true') });
  assert.equal(await server.check(), { isDiscoveryConfigured: true });
  assert.equal(await server.match(application('match/with')), { isSupported: true, isDiscoveryEnabled: true });
  assert.equal(await server.match(application('match/without')), { isSupported: false, isDiscoveryEnabled: true });
});

check('a directory gives what render gives, read by Argo CD itself', async () => {
  for (const example of ['shop', 'own-routes', 'operator-design', 'rate-limit', 'smallest']) {
    const root = join(repository, 'examples');
    const found = await server.generate({ root, path: example, env: { ARGOCD_APP_NAMESPACE: '' } });
    const rendered = runPeer('renderer', ['render', `examples/${example}`]);
    assert.is(rendered.code, 0, rendered.stderr);
    assert.equal(namesOf(found.map((text) => JSON.parse(text) as KubeObject)), namesOf(objectsOf(rendered.stdout)));
  }
});

check('a kustomization is built, with parameters and the project’s configuration', async () => {
  place('kustomized', {
    'base/kustomization.yaml': 'resources: [cart.yaml, policy.yaml]\n',
    'base/cart.yaml': cartService,
    'base/policy.yaml': cartPolicy,
    'overlay/kustomization.yaml': 'resources: [../base]\nnamespace: shop-test\n',
    'resilience-renderer.yaml': configText('policies: drop'),
  });
  const objects = await generate('kustomized/overlay');
  assert.equal(namesOf(objects), ['Service/shop-test/cart']);
  assert.is(annotationsOf(named(objects, 'cart'))[breaker], 'consecutive');
  const kept = await generate('kustomized/overlay', { parameters: [{ name: 'policies', string: 'keep' }] });
  assert.is(kept.length, 2);
});

check('a Helm chart is rendered as Argo CD would render it', async () => {
  place('charts/cart', { ...chart, 'production.yaml': 'port: 8080\nteam: basket\n' });
  place('values', { 'threshold.yaml': 'threshold: 7\n' });
  const env = { KUBE_API_VERSIONS: 'v1,gateway.networking.k8s.io/v1/HTTPRoute', ARGOCD_APP_NAME: 'argocd_cart' };
  const list = [
    { name: 'values-files', array: ['production.yaml', '/values/threshold.yaml'] },
    { name: 'values', string: 'team: checkout\n' },
    { name: 'helm-string-parameters', map: { team: 'a,b $ARGOCD_APP_PROJECT_NAME' } },
  ];
  const service = named(await generate('charts/cart', { env: { ...env, ARGOCD_APP_PROJECT_NAME: 'prod' }, parameters: list }), 'cart');
  assert.equal(valueAt(service ?? {}, ['metadata', 'labels']), { kube: 'v1.33.0', namespace: 'shop', routes: 'true', team: 'a,b prod' });
  assert.is(annotationsOf(service)[`${breaker}-consecutive-max-failures`], '7');
  const other = await generate('charts/cart', { env, parameters: [{ name: 'release-name', string: 'basket' }] });
  assert.ok(named(other, 'basket'));
});

check('missing dependencies of a chart are built first', async () => {
  const dependency = 'dependencies:\n  - name: sessions\n    version: 0.1.0\n    repository: file://../sessions\n';
  place('dependent/cart', { ...chart, 'Chart.yaml': chart['Chart.yaml'] + dependency });
  place('dependent/sessions', {
    'Chart.yaml': 'apiVersion: v2\nname: sessions\nversion: 0.1.0\n',
    'templates/a.yaml': switches('sessions'),
  });
  assert.ok(namesOf(await generate('dependent/cart')).includes('ConfigMap/shop/sessions'));
});

check('an application that sets nothing is told so as null, and that is fine', async () => {
  place('plain', shop);
  assert.is((await generate('plain', { parameters: null })).length, 2);
  assert.is((await generate('plain')).length, 2);
});

check('a failing policy is the first thing that the interface shows', async () => {
  place('failing', { ...shop, 'policy.yaml': cartPolicy.replace('name: cart\n  circuit', 'name: cartt\n  circuit') });
  assert.is(
    await refusal('failing'),
    'error generating manifests: `resilience-renderer argocd generate` failed exit status 1: ' +
      'policy.yaml:8:11: error RP3002: policy shop/cart targets Service "cartt", which is not in the input\n  hint: did you mean "cart"?',
  );
});

check('several problems begin with a line that counts them', async () => {
  place('failing-twice', {
    ...shop,
    'a.yaml': cartService,
    'b.yaml': cartPolicy.replace('name: cart\n  namespace', 'name: other\n  namespace'),
  });
  assert.match(
    await refusal('failing-twice'),
    /failed exit status 1: 2 problems, the first: \S+:\d+:\d+: error RP\d{4}: .*\n\S+:\d+:\d+: error RP/,
  );
});

check('what kustomize and helm refuse is in the first line, without the path of the checkout', async () => {
  place('refused/kustomize', { 'kustomization.yaml': 'resources: [nowhere.yaml]\n' });
  place('refused/helm', { ...chart, 'templates/cart.yaml': '{{ fail "no team" }}\n' });
  const kustomize = await refusal('refused/kustomize');
  assert.match(kustomize, 'failed exit status 1: error RP5035: kustomize build failed: accumulating resources: ');
  assert.match(await refusal('refused/helm'), /failed exit status 1: error RP5035: helm template failed: .*no team/);
  assert.not.match(kustomize, '_cmp_server');
});

check('an empty source is refused, and so is an output that would be empty', async () => {
  place('empty', { 'README.md': 'nothing\n' });
  assert.match(await refusal('empty'), 'failed exit status 1: error RP5003: there is no object in the input');
  assert.equal(await generate('empty', { parameters: [{ name: 'allow-empty', string: 'true' }] }), []);
  const config = configText('strict: true').trimEnd().replaceAll('\n', '\n    ');
  place('steering', { 'list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - ${config}\n` });
  assert.match(await refusal('steering'), 'failed exit status 1: error RP5037: nothing would be applied');
});

check('text that Argo CD would cut is refused before it gets there', async () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\ndata:\n  note: "first\n---second"\n';
  place('cut', { ...shop, 'notes.yaml': text });
  assert.match(await refusal('cut'), 'failed exit status 1: notes.yaml:7:1: error RP5038: ');
});

check('JSON documents come through, wherever they stand', async () => {
  const json = (name: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } });
  place('json', { ...shop, 'a.json': json('a'), 'b.json': `${json('b')}\n${json('c')}\n` });
  assert.equal(namesOf(await generate('json')), [
    'ConfigMap/shop/a',
    'ConfigMap/shop/b',
    'ConfigMap/shop/c',
    'Service/shop/cart',
    'resilience.auth-platform.github.com/ResiliencePolicy/shop/cart',
  ]);
});

check('separators of every kind end up as separators', async () => {
  const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: shop\n`;
  const beside = '--- {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}}\n';
  const items = ['e', 'f'].map((name) => `- ${map(name).trimEnd().replaceAll('\n', '\n  ')}\n`).join('');
  place('separators', {
    'a.yaml': `%YAML 1.1\n--- # first\n${map('a')}...\n---\t\n${map('b')}${beside}---\r\n${map('d').replaceAll('\n', '\r\n')}`,
    'list.yaml': `\uFEFFapiVersion: v1\nkind: List\nitems:\n${items}`,
  });
  assert.equal(
    namesOf(await generate('separators')),
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `ConfigMap/shop/${name}`),
  );
});

check('a document that Argo CD cannot read has a place with parse-all and strict', async () => {
  place('unreadable', { ...shop, 'notes.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\ndata: {\n' });
  assert.match(await refusal('unreadable'), 'failed to unmarshal manifest');
  const list = ['parse-all', 'strict'].map((name) => ({ name, string: 'true' }));
  assert.match(await refusal('unreadable', { parameters: list }), /failed exit status 1: notes\.yaml:\d+:\d+: warning RP1002: /);
});

check('it gives up before the request does, and leaves nothing behind', async () => {
  const slow = join(checkout, 'slow-kustomize');
  writeFileSync(slow, '#!/bin/sh\necho "apiVersion: v1"\necho "fetching a base" >&2\nsleep 30\n');
  chmodSync(slow, 0o755);
  const sidecar = await startCmpServer({ programs: { kustomize: slow }, env: { RESILIENCE_RENDERER_ARGOCD_TIMEOUT: '700ms' } });
  try {
    place('slow', { 'kustomization.yaml': 'resources: [cart.yaml]\n', 'cart.yaml': cartService });
    const start = Date.now();
    const text = await refusal('slow', { deadline: 20_000 }, sidecar);
    assert.match(text, 'failed exit status 1: error RP5036: not done after 700ms, during kustomize build\n');
    assert.match(text, 'kustomize build said:\n  fetching a base');
    assert.match(await refusal('slow', { parameters: [{ name: 'timeout', string: '300ms' }] }, sidecar), 'not done after 300ms');
    assert.ok(Date.now() - start < 10_000, `${Date.now() - start} ms`);
    assert.equal(readdirSync(sidecar.temporary), []);
    // Argo CD's own limit comes first: no message of ours, but no manifests either.
    const late = await refusal('slow', { deadline: 1_000, parameters: [{ name: 'timeout', string: '20s' }] }, sidecar);
    assert.match(late, /deadline|killed|terminated/i, late);
  } finally {
    sidecar.stop();
  }
});

check('an Application cannot give arguments to kustomize; the administrator can', async () => {
  place('options', {
    'app/kustomization.yaml': 'resources: [../outside.yaml, cart.yaml]\n',
    'app/cart.yaml': cartService,
    'outside.yaml': cartPolicy,
  });
  const env = {
    ARGOCD_ENV_RESILIENCE_RENDERER_KUSTOMIZE_BUILD_OPTIONS: '--load-restrictor=LoadRestrictionsNone',
    ARGOCD_ENV_KUSTOMIZE_BUILD_OPTIONS: '--load-restrictor=LoadRestrictionsNone',
  };
  assert.match(await refusal('options/app', { env }), /RP5035: kustomize build failed: .*is not in or below/);
  const sidecar = await startCmpServer({
    env: { RESILIENCE_RENDERER_KUSTOMIZE_BUILD_OPTIONS: '--load-restrictor=LoadRestrictionsNone' },
  });
  try {
    assert.is((await generate('options/app', {}, sidecar)).length, 2);
  } finally {
    sidecar.stop();
  }
});

check('parameters are announced once each, with the values of the project and the chart', async () => {
  place('announced', { ...chart, 'resilience-renderer.yaml': configText('strict: true\n  allowLoss: [retry.methods]') });
  const announced = await server.announce(application('announced'));
  assert.equal(announced.map(({ name }) => name).sort(), parameters.map(({ name }) => name).sort());
  const byName = Object.fromEntries(announced.map((each) => [each.name, each]));
  assert.is(byName['strict']?.string, 'true');
  assert.equal(byName['allow-loss']?.array, ['retry.methods']);
  assert.equal(byName['helm-parameters']?.map, { port: '80', threshold: '5' });
  assert.is(byName['strict']?.itemType, 'boolean');
  assert.is(byName['values-files']?.collectionType, 'array');
});

check('plugin.yaml announces the fixed parameters as the program knows them', () => {
  const parsed = parseDocument(readFileSync(join(repository, 'plugin.yaml'), 'utf8'));
  assert.ok(parsed.ok);
  const spec = (parsed.ok ? (parsed.value as KubeObject)['spec'] : {}) as { readonly parameters: { readonly static: readonly object[] } };
  assert.equal(
    spec.parameters.static,
    parameters.filter(({ fixed }) => fixed).map((each) => announce(each)),
  );
});

check('nothing is left behind', () => assert.equal(readdirSync(server.temporary), []));

test.run();
