import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type KubeObject, numberAt, stringAt } from '../../../src/model/resource.ts';
import { fail } from '../../support/fake-api-server.ts';
import { applied, policy as policyOf, service as targetOf, timeout } from '../../support/live-cluster.ts';
import { eventually, service, services } from '../../support/reporter-parts.ts';
import { evaluate, events, isStatusWrite, leases, policies, policy, reasonOf, routes, withApi } from '../../support/reporter-runs.ts';

test('a status follows the cluster, an event tells of it, and then nothing is written', () =>
  withApi(async (api, run) => {
    api.store.put(policies, policy('web', 'web'));
    const { metrics } = run();
    await eventually('not found', () => reasonOf(api, 'web') === 'TargetServiceNotFound');
    api.store.put(services, service('web'));
    await eventually('applied', () => reasonOf(api, 'web') === 'Applied');
    await eventually('events', () => api.store.list(events).length === 2);
    const [event] = api.store.list(events);
    assert.match(String(event?.['eventTime']), /\.\d{6}Z$/);
    const written = api.calls.filter(({ method }) => method !== 'GET').length;
    api.store.put(services, service('other'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.is(api.calls.filter(({ method }) => method !== 'GET').length, written);
    assert.is(api.calls.filter(isStatusWrite).length, 2);
    const text = await metrics.text();
    assert.match(text, /resilience_renderer_policies\{condition="Ready",status="True",reason="Applied"\} 1/);
    assert.match(text, /resilience_renderer_status_writes_total\{result="written"\} 2/);
  }));

test('a transition that repeats counts up its event', () =>
  withApi(async (api, run) => {
    api.store.put(policies, policy('web', 'web'));
    run();
    for (let i = 0; i < 2; i += 1) {
      api.store.put(services, service('web'));
      await eventually('applied', () => reasonOf(api, 'web') === 'Applied');
      api.store.remove(services, 'shop', 'web');
      await eventually('not found', () => reasonOf(api, 'web') === 'TargetServiceNotFound');
    }
    const counts = (): readonly (number | undefined)[] =>
      api.store.list(events).map((event) => numberAt(event as KubeObject, ['series', 'count']));
    await eventually('a series', () => counts().filter((count) => count === 2).length >= 1);
    assert.is(api.store.list(events).length, 2);
  }));

test('a conflict is decided anew, and a policy that is gone is dropped', () =>
  withApi(async (api, run) => {
    let times = 0;
    api.fault = (call, response) => {
      if (!isStatusWrite(call)) return false;
      if (call.path.includes('/gone/')) return fail(response, 404, 'NotFound');
      times += 1;
      if (times > 3) return false;
      // Someone else writes in between.
      const stored = api.store.get(policies, 'shop', 'web');
      if (stored !== undefined) api.store.put(policies, { ...stored, metadata: { ...stored.metadata, labels: { round: String(times) } } });
      return false;
    };
    api.store.put(policies, policy('web', 'web'));
    api.store.put(policies, policy('gone', 'web'));
    run();
    await eventually('written at last', () => reasonOf(api, 'web') === 'TargetServiceNotFound');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const stored = api.store.get(policies, 'shop', 'web') as KubeObject | undefined;
    assert.equal([times, stringAt(stored, ['metadata', 'labels', 'round'])], [4, '3']);
    assert.ok(api.calls.filter(({ path }) => path.endsWith('/gone/status')).length <= 4);
  }));

test('one bug in an evaluation does not end it', () =>
  withApi(async (api, run) => {
    let times = 0;
    api.store.put(policies, policy('web', 'web'));
    run({
      evaluate: (objects, context) => {
        times += 1;
        if (times === 1) throw new Error('planted');
        return evaluate(objects, context);
      },
    });
    await eventually('tried', () => times === 1);
    api.store.put(services, service('web'));
    await eventually('applied', () => reasonOf(api, 'web') === 'Applied');
  }));

test('a dry run writes nothing at all', () =>
  withApi(async (api, run) => {
    api.store.put(policies, policy('web', 'web'));
    const { metrics, stop } = run({ dryRun: true });
    let text = '';
    await eventually('decided', () => {
      void metrics.text().then((now) => {
        text = now;
      });
      return text.includes('result="dry-run"');
    });
    await stop();
    assert.equal(
      api.calls.filter(({ method }) => method !== 'GET'),
      [],
    );
  }));

test('of two replicas one writes; when it stops the other goes on at once', () =>
  withApi(async (api, run) => {
    api.store.put(policies, policy('web', 'web'));
    const first = run({ elects: true });
    await eventually('written', () => reasonOf(api, 'web') === 'TargetServiceNotFound');
    run({ elects: true });
    const holder = (): string =>
      stringAt(api.store.get(leases, 'mesh', 'resilience-renderer-reporter') as KubeObject | undefined, ['spec', 'holderIdentity']);
    const before = holder();
    await first.stop();
    assert.is(holder(), '');
    api.store.put(services, service('web'));
    await eventually('taken over', () => reasonOf(api, 'web') === 'Applied');
    assert.ok(holder() !== '' && holder() !== before);
    assert.is(api.calls.filter(isStatusWrite).length, 2);
  }));

test('owners are given by the leader alone, once; the next one takes over', () =>
  withApi(async (api, run) => {
    api.fault = (call) => {
      // What server-side apply would do.
      if (call.method !== 'PATCH' || !call.path.includes('/httproutes/')) return false;
      const { name = '', ownerReferences } = (call.body?.['metadata'] ?? {}) as { name?: string; ownerReferences?: object[] };
      const stored = api.store.get(routes, 'shop', name);
      if (stored !== undefined) api.store.put(routes, { ...stored, metadata: { ...stored.metadata, ownerReferences } });
      return false;
    };
    const put = (name: string): void => {
      const [route] = applied([targetOf(name), policyOf(name, { ...timeout, targetRef: { name } })]).filter(
        ({ kind }) => kind === 'HTTPRoute',
      );
      api.store.put(policies, policy(name, name));
      api.store.put(routes, route ?? {});
    };
    const writes = (): readonly string[] =>
      api.calls.filter(({ method, path }) => method === 'PATCH' && path.includes('/httproutes/')).map(({ path }) => path);
    put('web');
    const first = run({ elects: true, ownerReferences: 'apply' });
    await eventually('given', () => writes().length === 1);
    const second = run({ elects: true, ownerReferences: 'apply' });
    api.store.put(services, service('other'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(writes(), [`${routes.replace('/httproutes', '/namespaces/shop/httproutes')}/web`]);
    await first.stop();
    put('cart');
    await eventually('taken over', () => writes().length === 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.is(writes().length, 2);
    assert.match(await second.metrics.text(), /owner_reference_writes_total\{result="written"\} 1/);
  }));

test.run();
