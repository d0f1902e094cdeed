import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { chooseReporterOptions } from '../../../src/frontends/cli/reporter-options.ts';
import { readConfigByNamespace } from '../../../src/frontends/settings/read-config-by-namespace.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import { fromText } from '../../../src/model/source.ts';
import { startFakeApi } from '../../support/fake-api-server.ts';
import { breaker, policy, service } from '../../support/live-cluster.ts';
import { objectsOf, renderFiles } from '../../support/rendered.ts';
import { kubeconfigOf, startCommand } from '../../support/reporter-command.ts';
import { eventually } from '../../support/reporter-parts.ts';
import { withTree } from '../../support/temp-tree.ts';

const document = (spec: string, namespace?: string): string =>
  `apiVersion: resilience.auth-platform.github.com/v1
kind: RendererConfig
metadata:
  name: reporter${namespace === undefined ? '' : `\n  namespace: ${namespace}`}
spec: ${spec}
`;

function read(text: string, namespaces: readonly string[] = [], flags: object = {}) {
  return withTree({ 'config.yaml': text }, (root) => {
    const { report, diagnostics } = createCollector();
    const config = readConfigByNamespace({ ...flags, config: join(root, 'config.yaml') }, report);
    const chosen = config && chooseReporterOptions(config, namespaces);
    return { chosen, problems: [...diagnostics, ...(chosen?.diagnostics ?? [])] };
  });
}

const codes = (text: string, namespaces?: readonly string[]): readonly string[] => read(text, namespaces).problems.map(({ code }) => code);

test('what a namespace sets comes before the general options, and flags before both', () => {
  const text = [
    document('{meshVersion: "2.18", allowLoss: [retry.methods], adopt: true}'),
    document('{annotations: operator-v1, allowLoss: [timeout.idleTimeout]}', 'shop'),
    document('{adopt: true}', 'bank'),
  ].join('---\n');
  const { chosen } = read(text, [], { meshVersion: '2.17' });
  assert.is(chosen?.options.annotations, 'upstream');
  assert.equal([chosen?.options.adopt, chosen?.options.meshVersion], [true, '2.17']);
  const shop = chosen?.optionsByNamespace.get('shop');
  assert.equal(shop, { ...chosen?.options, annotations: 'operator-v1', allowLoss: ['timeout.idleTimeout'] });
  assert.is(chosen?.optionsByNamespace.get('bank'), chosen?.options, 'equal options are one object');
});

test('a file may hold nothing but namespaces, in any order; the rest has the defaults', () => {
  const { chosen, problems } = read(
    `# Of the shop.\n${document('{annotations: operator-v1}', 'shop')}---\n# nothing\n---\n${document('{mesh: linkerd}')}`,
  );
  assert.equal(problems, []);
  assert.equal([...(chosen?.optionsByNamespace.keys() ?? [])], ['shop']);
  assert.is(read(document('{annotations: operator-v1}', 'shop')).chosen?.options.annotations, 'upstream');
});

test('two documents for one namespace, or for all, are told with both places (RP5045)', () => {
  const twice = read([document('{}', 'shop'), document('{adopt: true}', 'shop')].join('---\n'));
  assert.equal([twice.chosen, twice.problems.map(({ code, places }) => [code, places.length])], [undefined, [['RP5045', 2]]]);
  assert.equal(codes([document('{}'), document('{}')].join('---\n')), ['RP5045']);
});

test('a namespace that is not looked at is told, with the one that was meant (RP5046)', () => {
  const { chosen, problems } = read(document('{}', 'shopp'), ['shop', 'bank']);
  assert.ok(chosen);
  assert.equal(
    problems.map(({ code, severity, args }) => [code, severity, args]),
    [['RP5046', 'warning', { namespace: 'shopp', namespaces: 'shop, bank', nearest: 'shop' }]],
  );
  assert.equal(codes(document('{}', 'shop'), ['shop', 'bank']), []);
});

test('mistakes are told for each document: fields, names of namespaces, meshes that nobody knows', () => {
  assert.equal(codes([document('{meshes: linkerd}', 'shop'), document('{mode: validate}', 'bank'), document('{}', '[a]')].join('---\n')), [
    'RP5007',
    'RP5007',
    'RP5007',
  ]);
  const { problems } = read([document('{}'), document('{mesh: linkerdd}', 'shop'), document('{meshVersion: "9.9"}', 'bank')].join('---\n'));
  assert.equal(
    problems.map(({ code, places }) => [code, places[0]?.kind === 'field' && places[0].path]),
    [
      ['RP5006', ['spec', 'mesh']],
      ['RP5006', ['spec', 'meshVersion']],
    ],
  );
  assert.equal(codes(`${document('{}', 'shop')}---\nkind: [`), ['RP5007']);
  assert.equal(codes('# nothing'), ['RP5007']);
});

test('the reporter takes no mesh from workloads, which it does not watch (RP5047)', () => {
  assert.equal(codes(document('{mesh: auto}')), ['RP5047']);
});

const collections = {
  Service: '/api/v1/services',
  ResiliencePolicy: '/apis/resilience.auth-platform.github.com/v1/resiliencepolicies',
} as const;

/** A namespace as it is after its own pipe has rendered it. */
function rendered(namespace: string, annotations: 'upstream' | 'operator-v1'): readonly KubeObject[] {
  const objects = [service('web'), policy('web', breaker)].map((object) => ({
    ...object,
    metadata: { ...(object['metadata'] as ObjectValue), namespace },
  }));
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  return objectsOf(renderFiles([fromText('in.yaml', text)], { annotations }).text);
}

// With the keys of operator-v1, which no release of Linkerd reads, a cluster that is as asked is NotVerifiable; any other is Reconciling.
test('the reporter compares each namespace with its own options', async () => {
  const api = await startFakeApi([...Object.values(collections), '/api/v1/namespaces', '/apis/events.k8s.io/v1/events']);
  for (const object of [...rendered('shop', 'operator-v1'), ...rendered('bank', 'upstream')]) {
    api.store.put(collections[object['kind'] as keyof typeof collections], object);
  }
  const directory = mkdtempSync(join(tmpdir(), 'renderer-'));
  writeFileSync(join(directory, 'kubeconfig'), kubeconfigOf(api));
  writeFileSync(join(directory, 'config.yaml'), [document('{}'), document('{annotations: operator-v1}', 'shop')].join('---\n'));
  const flags = ['--metrics-bind-address=0', '--health-probe-bind-address=0', '--leader-elect=false'];
  const { child, ended, stderr } = startCommand([`--kubeconfig=${directory}/kubeconfig`, `--config=${directory}/config.yaml`, ...flags]);
  try {
    const readyOf = (namespace: string): string => {
      const stored = api.store.get(collections.ResiliencePolicy, namespace, 'web') as { status?: { conditions: readonly ObjectValue[] } };
      return String(stored.status?.conditions.find(({ type }) => type === 'Ready')?.['reason']);
    };
    await eventually('both', () => child.exitCode !== null || (readyOf('shop') !== 'undefined' && readyOf('bank') !== 'undefined'), 60_000);
    assert.equal([readyOf('shop'), readyOf('bank')], ['NotVerifiable', 'Applied'], stderr());
  } finally {
    child.kill('SIGTERM');
    await ended();
    rmSync(directory, { recursive: true });
    await api.close();
  }
});

test.run();
