import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type KubeObject, stringAt, type Value, valueAt } from '../../src/model/resource.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { repository } from '../support/golden-cases.ts';
import { annotationsOf, identityKey, objectsOf } from '../support/rendered.ts';
import { type CmpServer, startCmpServer } from './cmp-server.ts';
import { missingPeers, runPeer } from './peers.ts';

const ready = missingPeers(['argocd-cmp-server', 'argocd-health', 'helm', 'kustomize', 'renderer']).length === 0;
const test = suite('examples/argocd');
const check = ready ? test : test.skip;
const example = join(repository, 'examples/argocd');
const script = 'resource_customizations/resilience.auth-platform.github.com/ResiliencePolicy';

let server: CmpServer;
test.before(async () => {
  if (ready) server = await startCmpServer();
});
test.after(() => server?.stop());

function read(path: string): KubeObject {
  const parsed = parseDocument(readFileSync(join(example, path), 'utf8'));
  if (!parsed.ok) throw new Error(`${path}: ${parsed.problem.reason}`);
  return parsed.value as KubeObject;
}

/** Does what Argo CD does with an Application of the examples: its path and its parameters go to the plugin. */
async function sync(name: string): Promise<readonly KubeObject[]> {
  const application = read(`applications/${name}.yaml`);
  const path = stringAt(application, ['spec', 'source', 'path']) ?? '';
  const env = {
    ARGOCD_APP_NAME: name,
    ARGOCD_APP_NAMESPACE: stringAt(application, ['spec', 'destination', 'namespace']) ?? '',
    ARGOCD_APP_PARAMETERS: JSON.stringify(valueAt(application, ['spec', 'source', 'plugin', 'parameters'])),
  };
  const inExample = relative('examples/argocd', path);
  const given = { root: example, path: inExample, env: { ...env, ARGOCD_APP_SOURCE_PATH: inExample } };
  assert.is(stringAt(application, ['spec', 'source', 'plugin', 'name']), 'resilience-renderer');
  assert.ok((await server.match(given)).isSupported, `${path} has the marker file`);
  return (await server.generate(given)).map((text) => JSON.parse(text) as KubeObject);
}

const service = (objects: readonly KubeObject[]): KubeObject | undefined => objects.find((object) => object['kind'] === 'Service');
const names = (objects: readonly KubeObject[]): readonly string[] => objects.map(identityKey).sort();

check('the directory, with strict', async () => {
  const objects = await sync('catalog');
  assert.equal(names(objects), [
    'Service//catalog',
    'gateway.networking.k8s.io/HTTPRoute//catalog',
    'gateway.networking.k8s.io/HTTPRoute//catalog-retry',
    'resilience.auth-platform.github.com/ResiliencePolicy//catalog',
  ]);
});

check('the kustomization, without its policies', async () => {
  const objects = await sync('checkout');
  assert.equal(names(objects), ['Service//checkout', 'gateway.networking.k8s.io/HTTPRoute//checkout']);
  assert.is(stringAt(service(objects) ?? {}, ['metadata', 'labels', 'app.kubernetes.io/part-of']), 'shop');
});

check('the chart, with a values file and a parameter', async () => {
  const objects = await sync('cart');
  assert.is(annotationsOf(service(objects))['balancer.linkerd.io/failure-accrual-consecutive-max-failures'], '7');
  const route = objects.find((object) => object['kind'] === 'HTTPRoute');
  assert.is(annotationsOf(route)['timeout.linkerd.io/request'], '2s');
});

check('the health script says what the conditions say, in Argo CD’s own interpreter', () => {
  const done = runPeer('argocd-health', ['resilience.auth-platform.github.com/ResiliencePolicy', join(example, script)]);
  assert.is(done.code, 0, done.stdout + done.stderr);
  assert.ok(done.stdout.split('\n').length > 10, done.stdout);
});

check('argocd-cm holds that script', () => {
  const key = 'resource.customizations.health.resilience.auth-platform.github.com_ResiliencePolicy';
  const inlined = valueAt(read('install/argocd-cm.yaml'), ['data', key]);
  assert.fixture(String(inlined), readFileSync(join(example, script, 'health.lua'), 'utf8'));
});

check('the component puts the sidecar into argocd-repo-server', () => {
  const scratch = mkdtempSync(join(repository, '.cache/argocd-'));
  try {
    const files = {
      'kustomization.yaml': `resources: [installation.yaml]\ncomponents: [${relative(scratch, join(example, 'install'))}]\n`,
      'installation.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: argocd-repo-server
spec:
  template:
    spec:
      containers:
        - name: argocd-repo-server
          image: argocd
      volumes:
        - name: var-files
          emptyDir: {}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-cm
data:
  url: https://argocd.example.com
`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch, name), text);
    const built = runPeer('kustomize', ['build', scratch]);
    assert.is(built.code, 0, built.stderr);
    const [deployment, configuration] = ['Deployment', 'ConfigMap'].map((kind) =>
      objectsOf(built.stdout).find((each) => each['kind'] === kind),
    );
    const pod = valueAt(deployment ?? {}, ['spec', 'template', 'spec']) ?? {};
    const namesIn = (field: string): readonly string[] =>
      (valueAt(pod, [field]) as readonly Value[]).map((each) => String(valueAt(each, ['name'])));
    assert.equal([...namesIn('containers')].sort(), ['argocd-repo-server', 'resilience-renderer']);
    assert.equal([...namesIn('volumes')].sort(), ['resilience-renderer-tmp', 'var-files']);
    assert.is(Object.keys((configuration?.['data'] ?? {}) as KubeObject).length, 3);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

test.run();
