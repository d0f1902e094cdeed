import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stringAt, valueAt } from '../../src/model/resource.ts';
import { chart, crdKey, defaults, deploymentKey, find, helm, inNamespace, install, keys, read } from './chart.ts';
import { toggles } from './chart-toggles.ts';
import { viewOf } from './kubectl-view.ts';
import { missingPeers, runPeer } from './peers.ts';

const test = suite('chart');
const check = missingPeers(['helm', 'kubectl']).length === 0 ? test : test.skip;

check('helm lint --strict', () => {
  const done = runPeer('helm', ['lint', '--strict', chart]);
  assert.is(done.code, 0, done.stdout + done.stderr);
});

check('the defaults, and a CRD that outlives the release', () => {
  const objects = install();
  assert.equal(keys(objects), defaults);
  assert.is(valueAt(find(objects, crdKey), ['metadata', 'annotations', 'helm.sh/resource-policy']), 'keep');
});

for (const { name, values, added = [], gone = [] } of toggles) {
  check(`toggle: ${name}`, () => {
    const done = helm(values);
    assert.is(done.code, 0, done.stderr);
    const expected = [...defaults, ...added].filter((key) => !gone.includes(key)).sort();
    assert.equal(keys(read(done.stdout)), expected);
    const { objects, complaints } = viewOf(done.stdout);
    assert.is(complaints, '');
    assert.is(objects.length, expected.length);
  });
}

check('no value is without effect in the pod', () => {
  const { values } = toggles.at(-1) ?? { values: {} };
  const text = JSON.stringify(find(install(values), deploymentKey));
  const expected = ['mirror', `@sha256:${'a'.repeat(64)}`, 'inject', '"team":"mesh"', 'critical', 'os', 'Exists', 'nodeAffinity', 'rack'];
  assert.equal(
    [...expected, '--mesh=linkerd', '--dry-run'].filter((part) => !text.includes(part)),
    [],
  );
});

check('owner references are a flag of the pod, and only when they are asked for', () => {
  const flagOf = (values: Readonly<Record<string, unknown>>): string | undefined =>
    /"--owner-references[^"]*"/.exec(JSON.stringify(find(install(values), deploymentKey)))?.[0];
  assert.equal(
    [flagOf({}), flagOf({ ownerReferences: { enabled: true } }), flagOf({ ownerReferences: { enabled: true, remove: true } })],
    [undefined, '"--owner-references=apply"', '"--owner-references=remove"'],
  );
});

check('the configuration of a namespace is a document of its own, which restarts the pods', () => {
  const values = { config: { meshVersion: '2.18' }, configByNamespace: { shop: { annotations: 'operator-v1' } } };
  const [general, special] = [install({ config: values.config }), install(values)];
  const text = stringAt(find(special, inNamespace('ConfigMap')), ['data', 'config.yaml']);
  const found = read(text).map((object) => [valueAt(object, ['metadata', 'namespace']), object['spec']]);
  assert.equal(found, [
    [undefined, { meshVersion: '2.18' }],
    ['shop', { annotations: 'operator-v1' }],
  ]);
  const checksum = (objects: typeof general): string =>
    stringAt(find(objects, deploymentKey), ['spec', 'template', 'metadata', 'annotations', 'checksum/config']);
  assert.is.not(checksum(general), checksum(special));
});

check('what cannot work is refused', () => {
  const refused: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{ rbac: { scope: 'namespace' } }, /needs the namespaces to look at/],
    [{ metrics: { podMonitor: { enabled: true }, serviceMonitor: { enabled: true } } }, /scraped twice/],
    [{ replicaCount: 2 }, /replicaCount/],
    [{ resources: { limits: { memory: '256M' } } }, /limits\/memory|memory/],
    [{ config: { meshVersion: 2.2 } }, /meshVersion/],
    [{ logFormat: 'xml' }, /logFormat/],
    [{ configByNamespace: { shop: { meshVersion: 2.2 } } }, /meshVersion/],
    [{ configByNamespace: { Shop: {} } }, /Shop/],
    [{ ownerReferences: true }, /ownerReferences/],
  ];
  for (const [values, message] of refused) {
    const done = helm(values);
    assert.is.not(done.code, 0, JSON.stringify(values));
    assert.match(done.stderr, message);
  }
});

test.run();
