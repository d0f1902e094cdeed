import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import { type Call, startFakeApi } from '../../support/fake-api-server.ts';
import { applied, breaker, policy, service, timeout } from '../../support/live-cluster.ts';
import { kubeconfigOf, startCommand } from '../../support/reporter-command.ts';
import { eventually, services } from '../../support/reporter-parts.ts';
import { events, policies, reasonOf, routes } from '../../support/reporter-runs.ts';

const served = [services, policies, routes, events, '/api/v1/namespaces'];

/** The object as a cluster has it, with annotations of somebody else. */
function withForeign(object: KubeObject): KubeObject {
  const metadata = object['metadata'] as ObjectValue;
  const annotations = {
    ...(metadata['annotations'] as ObjectValue),
    note: 'hunter2',
    'kubectl.kubernetes.io/last-applied-configuration': '{"a":"hunter2"}',
  };
  return { ...object, metadata: { ...metadata, annotations } };
}

const collectionOf = ({ kind }: KubeObject): string => (kind === 'Service' ? services : kind === 'HTTPRoute' ? routes : policies);
const isWrite = ({ method }: Call): boolean => method !== 'GET';

test('the reporter asks for no Secret, and writes no annotation of somebody else into statuses, events or its log', async () => {
  const api = await startFakeApi(served);
  const directory = mkdtempSync(join(tmpdir(), 'renderer-'));
  writeFileSync(join(directory, 'config'), kubeconfigOf(api));
  const good = applied([service('web'), policy('web', { ...breaker, ...timeout })]);
  // In force but for the mesh's answer; drifted; without its Service; invalid.
  const bent = (object: KubeObject): KubeObject =>
    JSON.parse(JSON.stringify(object).replaceAll('web', 'cart').replace('"10s"', '"9s"')) as KubeObject;
  const others = [policy('gone', { targetRef: { name: 'nowhere' } }), policy('bad', { retry: { maxAttempts: 'many' } })];
  for (const object of [...good, ...good.map(bent), ...others].map(withForeign)) api.store.put(collectionOf(object), object as never);
  const { child, stderr, ended } = startCommand([
    ...['--kubeconfig', join(directory, 'config'), '--metrics-bind-address=127.0.0.1:0', '--health-probe-bind-address=0'],
  ]);
  try {
    const names = ['web', 'cart', 'gone', 'bad'];
    await eventually(
      'statuses and events',
      () => names.every((name) => reasonOf(api, name) !== '') && api.store.list(events).length >= 4,
      30_000,
    );
    child.kill('SIGTERM');
    assert.is(await ended(), 0, stderr());
    const written = JSON.stringify(api.calls.filter(isWrite).map(({ body }) => ({ ...body, metadata: undefined })));
    assert.match(written, 'TargetServiceNotFound');
    assert.match(written, 'regarding');
    for (const text of [written, stderr()]) assert.not.match(text, /hunter2|very-secret/);
    assert.equal(
      api.calls.filter(({ path }) => /secret/i.test(path)),
      [],
    );
  } finally {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true });
    await api.close();
  }
});

test.run();
