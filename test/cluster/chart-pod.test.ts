import { load } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type KubeObject, type Value, valueAt } from '../../src/model/resource.ts';
import { deploymentKey, find, inNamespace, install } from './chart.ts';
import { missingPeers } from './peers.ts';

const test = suite('pod of the chart');
const check = missingPeers(['helm']).length === 0 ? test : test.skip;

const podOf = (objects: readonly KubeObject[]): Value => valueAt(find(objects, deploymentKey), ['spec', 'template', 'spec']) ?? {};
const containerOf = (objects: readonly KubeObject[]): Value => (valueAt(podOf(objects), ['containers']) as readonly Value[])[0] ?? {};
const argsOf = (objects: readonly KubeObject[]): readonly string[] => valueAt(containerOf(objects), ['args']) as readonly string[];
const heapOf = (objects: readonly KubeObject[]): unknown => valueAt(containerOf(objects), ['env', 0, 'value']);

check('the pod may do nothing that the restricted standard forbids', () => {
  const pod = podOf(install());
  assert.equal(valueAt(pod, ['securityContext']), {
    runAsNonRoot: true,
    runAsUser: 999,
    runAsGroup: 999,
    fsGroup: 999,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  assert.equal(valueAt(pod, ['containers', 0, 'securityContext']), {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  assert.is(valueAt(pod, ['automountServiceAccountToken']), false);
  assert.is((valueAt(pod, ['topologySpreadConstraints']) as readonly Value[]).length, 2);
});

check('the heap limit follows the memory limit', () => {
  assert.is(heapOf(install()), '--max-old-space-size=160 --max-semi-space-size=4');
  assert.is(heapOf(install({ resources: { limits: { memory: '2Gi' } } })), '--max-old-space-size=1280 --max-semi-space-size=4');
});

check('a change of the configuration restarts the pods, and the ConfigMap holds a RendererConfig', () => {
  const checksum = (objects: readonly KubeObject[]): unknown =>
    valueAt(find(objects, deploymentKey), ['spec', 'template', 'metadata', 'annotations', 'checksum/config']);
  const configured = install({ config: { meshVersion: '2.18', allowLoss: ['all'] } });
  assert.is.not(checksum(configured), checksum(install()));
  const text = valueAt(find(configured, inNamespace('ConfigMap')), ['data', 'config.yaml']);
  assert.equal((load(String(text)) as KubeObject)['spec'] as object, { meshVersion: '2.18', allowLoss: ['all'] });
});

check('namespaces are flags', () => {
  const given = argsOf(install({ namespaces: ['shop', 'bank'] })).filter((arg) => arg.startsWith('--namespace'));
  assert.equal(given, ['--namespace=shop', '--namespace=bank']);
});

test.run();
