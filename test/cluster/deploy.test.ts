import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type KubeObject, valueAt } from '../../src/model/resource.ts';
import { repository } from '../support/golden-cases.ts';
import { identityKey } from '../support/rendered.ts';
import { inNamespace, install, read } from './chart.ts';
import { missingPeers, type PeerResult, runPeer } from './peers.ts';

const test = suite('deploy');
const check = missingPeers(['helm', 'kustomize', 'kustomize-5.6']).length === 0 ? test : test.skip;

/** Helm says where an object comes from; kustomize appends a hash to generated names instead of a checksum in the pods. */
function withoutPackaging(object: KubeObject): unknown {
  const text = JSON.stringify(object)
    .replace(/(?<="resilience-renderer)-[0-9a-z]{10}(?=")/g, '')
    .replace(/"(?:helm\.sh\/chart|helm\.sh\/resource-policy|app\.kubernetes\.io\/(?:version|managed-by)|checksum\/config)":"[^"]*",?/g, '')
    .replace(/,\}/g, '}')
    .replace(/"(?:annotations|labels)":\{\},?/g, '')
    .replace(/,\}/g, '}');
  return JSON.parse(text);
}

const byKey = (objects: readonly KubeObject[]): ReadonlyMap<string, unknown> =>
  new Map(objects.map(withoutPackaging).map((object) => [identityKey(object as KubeObject), object]));

function checkSame(built: PeerResult, chart: readonly KubeObject[]): void {
  assert.is(built.code, 0, built.stderr);
  const plain = read(built.stdout).filter((object) => object['kind'] !== 'Namespace');
  const [ours, theirs] = [byKey(plain), byKey(chart)];
  assert.equal([...ours.keys()].sort(), [...theirs.keys()].sort());
  const configuration = inNamespace('ConfigMap');
  for (const [key, object] of ours) if (key !== configuration) assert.equal(object, theirs.get(key), key);
  const options = (all: ReadonlyMap<string, unknown>): unknown =>
    load(String(valueAt(all.get(configuration) as KubeObject, ['data', 'config.yaml'])));
  assert.equal(options(ours), options(theirs));
}

/** Builds a kustomization that lies beside deploy/; it goes away again. */
function buildOverlay(files: Readonly<Record<string, string>>, peer: 'kustomize' | 'kustomize-5.6' = 'kustomize'): PeerResult {
  const scratch = mkdtempSync(join(repository, '.cache/deploy-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch, name), text);
    return runPeer(peer, ['build', scratch]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

check('deploy/ is the same without Helm', () => checkSame(runPeer('kustomize', ['build', 'deploy']), install()));

check('so is its component for owner references', () => {
  const overlay = 'resources: [../../deploy]\ncomponents: [../../deploy/owner-references]\n';
  checkSame(buildOverlay({ 'kustomization.yaml': overlay }), install({ ownerReferences: { enabled: true } }));
});

check('deploy/monitoring/ is what the chart adds when it is asked for metrics, for every kustomize', () => {
  const enabled = { enabled: true };
  const theirs = byKey(install({ metrics: { podMonitor: enabled, prometheusRule: enabled, dashboard: enabled } }));
  const without = byKey(install());
  for (const peer of ['kustomize', 'kustomize-5.6'] as const) {
    const built = buildOverlay({ 'kustomization.yaml': 'resources: [../../deploy]\ncomponents: [../../deploy/monitoring]\n' }, peer);
    assert.is(built.code, 0, built.stderr);
    const ours = byKey(read(built.stdout));
    const added = [...theirs.keys()].filter((key) => !without.has(key));
    assert.is(added.length, 3);
    for (const key of added) assert.equal(ours.get(key), theirs.get(key), key);
    assert.is(ours.size, theirs.size + 1, 'and the Namespace');
  }
});

check('the overlay of docs/reporter.md changes image and configuration', () => {
  const config = 'apiVersion: resilience.auth-platform.github.com/v1\nkind: RendererConfig\nspec: {meshVersion: "2.18"}\n';
  const overlay = /(?<=```yaml\n)# kustomization\.yaml\n[^`]*/.exec(readFileSync(join(repository, 'docs/reporter.md'), 'utf8'))?.[0] ?? '';
  const kustomization = overlay.replace('../resilience-renderer/deploy', '../../deploy');
  const built = buildOverlay({ 'config.yaml': config, 'kustomization.yaml': kustomization });
  assert.is(built.code, 0, built.stderr);
  const objects = read(built.stdout);
  const mounted = JSON.stringify(objects.find(({ kind }) => kind === 'Deployment'));
  const configuration = objects.find(({ kind }) => kind === 'ConfigMap') ?? {};
  assert.ok(mounted.includes('YOUR-REGISTRY/resilience-renderer:0.1.0'));
  assert.ok(mounted.includes(`"configMap":{"name":"${valueAt(configuration, ['metadata', 'name'])}"}`), 'its name reaches the pod');
  assert.is(valueAt(configuration, ['data', 'config.yaml']), config);
});

test.run();
