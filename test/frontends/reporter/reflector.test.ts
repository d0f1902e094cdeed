import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../src/frontends/reporter/clock.ts';
import { createWatches } from '../../../src/frontends/reporter/watch/watches.ts';
import { fail } from '../../support/fake-api-server.ts';
import { eventually, service, services, withReflector } from '../../support/reporter-parts.ts';

const isWatch = ({ query }: { readonly query: URLSearchParams }): boolean => query.get('watch') === 'true';
const isList = ({ path, query }: { readonly path: string; readonly query: URLSearchParams }): boolean =>
  path === services && query.get('watch') === null;

test('a list comes page by page, and a watch goes on from it with bookmarks', () =>
  withReflector(async ({ api, reflector, names }) => {
    api.fault = (call, response) => isWatch(call) && api.store.list(services).length === 0 && fail(response, 500);
    await eventually('synced', () => reflector.state() !== 'starting');
    for (let i = 0; i < 1200; i += 1) api.store.put(services, service(`s${i}`));
    api.store.compact();
    api.fault = undefined;
    await eventually('all read', () => names().length === 1200);
    assert.equal(new Set(api.calls.filter(isList).map(({ query }) => query.get('continue'))), new Set([null, '500', '1000']));
    api.store.put(services, service('late'));
    api.store.remove(services, 'shop', 's7');
    await eventually('the change', () => names().includes('late') && !names().includes('s7'));
    const query = api.calls.filter(isWatch).at(-1)?.query ?? new URLSearchParams();
    const seconds = Number(query.get('timeoutSeconds'));
    assert.equal([query.get('allowWatchBookmarks'), seconds >= 300 && seconds <= 600], ['true', true]);
  }));

test('clean closes over and over neither loop hot nor list anew, and nothing is missed', () =>
  withReflector(async ({ api, names }) => {
    await eventually('a watch', () => api.watches.size === 1);
    const lists = api.calls.filter(isList).length;
    api.fault = (call, response) => {
      if (!isWatch(call)) return false;
      setTimeout(() => response.end(), 20);
      return false;
    };
    for (const open of api.watches) open.end();
    const started = api.calls.length;
    for (let i = 0; i < 20; i += 1) {
      api.store.put(services, service(`s${i}`));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await eventually('all seen', () => names().length === 20);
    assert.is(api.calls.filter(isList).length, lists);
    assert.ok(api.calls.length - started < 20, `${api.calls.length - started} watches in half a second, with waits cut to a twentieth`);
  }));

test('a connection cut in the middle of a line goes on from the last whole event', () =>
  withReflector(async ({ api, names }) => {
    await eventually('a watch', () => api.watches.size === 1);
    api.store.put(services, service('whole'));
    await eventually('whole', () => names().length === 1);
    for (const open of api.watches) {
      open.write('{"type":"ADDED","object":{"metadata":{"na');
      setTimeout(() => open.destroy(), 20);
    }
    await eventually('cut', () => api.watches.size === 0);
    api.store.put(services, service('after'));
    await eventually('both', () => names().join() === 'after,whole');
    assert.is(api.calls.filter(isList).length, 1);
  }));

for (const form of ['HTTP', 'ERROR event'] as const) {
  test(`410 as ${form} lists once more and notices what was deleted in the gap`, () =>
    withReflector(async ({ api, names }) => {
      api.store.put(services, service('gone'));
      await eventually('read', () => names().length === 1 && api.watches.size === 1);
      if (form === 'ERROR event') {
        let told = false;
        api.fault = (call, response) => {
          if (!isWatch(call) || told) return false;
          told = true;
          response.write(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })}\n`);
          return true;
        };
      }
      api.fault ??= () => false;
      for (const open of api.watches) open.socket?.destroy();
      await eventually('closed', () => api.watches.size === 0);
      api.store.remove(services, 'shop', 'gone');
      if (form === 'HTTP') api.store.compact();
      await eventually('noticed', () => names().length === 0 && api.watches.size === 1);
      assert.is(api.calls.filter(isList).length, 2);
    }));
}

test('an ERROR event of 500 and an HTML page of 500 are waited out', () =>
  withReflector(async ({ api, restarts, names }) => {
    await eventually('a watch', () => api.watches.size === 1);
    let times = 0;
    api.fault = (call, response) => {
      if (!isWatch(call) || times >= 2) return false;
      times += 1;
      if (times === 1) response.write(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 500 } })}\n`);
      else response.writeHead(500, { 'Content-Type': 'text/html' }).end('<html>oh no</html>');
      return true;
    };
    for (const open of api.watches) open.end();
    api.store.put(services, service('meanwhile'));
    await eventually('back', () => names().length === 1 && times === 2);
    assert.equal(restarts.filter((reason) => reason === '500').length, 2);
    assert.is(api.calls.filter(isList).length, 1);
  }));

for (const retryAfter of [() => '4', () => new Date(Date.now() + 4_900).toUTCString()]) {
  test(`429 with Retry-After: ${retryAfter()} is obeyed`, () =>
    withReflector(async ({ api, reflector }) => {
      let refused = 0;
      api.fault = (call, response) =>
        isList(call) && refused++ === 0 && fail(response, 429, 'TooManyRequests', { 'Retry-After': retryAfter() });
      const started = Date.now();
      await eventually('synced', () => reflector.state() === 'synced');
      assert.ok(refused <= 2, `${refused} tries`);
      assert.ok(Date.now() - started >= 100, 'four seconds are two tenths here, less what a date cuts off');
    }));
}

test('a half-open connection is noticed by its silence', () =>
  withReflector(
    async ({ api, restarts, names }) => {
      await eventually('a watch', () => api.watches.size === 1);
      api.fault = (call, response) => {
        if (!isWatch(call)) return false;
        response.writeHead(200);
        response.flushHeaders();
        return true;
      };
      for (const open of api.watches) open.end();
      await eventually('noticed', () => restarts.includes('connection'));
      api.fault = undefined;
      api.store.put(services, service('later'));
      await eventually('back', () => names().length === 1);
    },
    { silence: 200 },
  ));

test('a kind that is not served is absent, and is picked up when its CRD appears', () => {
  const routes = '/apis/gateway.networking.k8s.io/v1/httproutes';
  const kind = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', plural: 'httproutes', versions: ['v1', 'v1beta1'] };
  return withReflector(
    async ({ api, reflector, names }) => {
      await eventually('absent', () => reflector.state() === 'absent');
      assert.is(reflector.answer(), 'absent');
      api.served.add(routes);
      api.store.put(routes, { metadata: { namespace: 'shop', name: 'web' } });
      await eventually('picked up', () => reflector.state() === 'synced' && names().length === 1);
      api.served.delete(routes);
      for (const open of api.watches) open.end();
      await eventually('absent again', () => reflector.state() === 'absent' && names().length === 0);
    },
    { kind },
  );
});

test('a refused token is read again; what RBAC forbids is told as forbidden and tried again', () => {
  let token = 'old';
  return withReflector(
    async ({ api, reflector }) => {
      api.fault = (call, response) => call.authorization !== 'Bearer new' && fail(response, 401, 'Unauthorized');
      await eventually('broken', () => reflector.state() === 'broken');
      token = 'new';
      await eventually('let in', () => reflector.state() === 'synced');
      api.fault = (_, response) => fail(response, 403, 'Forbidden');
      for (const open of api.watches) open.end();
      await eventually('forbidden', () => reflector.state() === 'forbidden');
      api.fault = undefined;
      await eventually('granted', () => reflector.state() === 'synced');
    },
    { token: () => token },
  );
});

for (const [code, state] of [
  [403, 'forbidden'],
  [404, 'absent'],
] as const) {
  test(`${code} for a moment, as from a server that has just started, makes nothing ${state}`, () =>
    withReflector(async ({ api, reflector, restarts, names }) => {
      api.store.put(services, service('web'));
      await eventually('synced', () => names().length === 1);
      const seen = new Set<string>();
      const until = performance.now() + 500;
      api.fault = (_, response) => {
        seen.add(`${reflector.state()} ${names().length}`);
        return performance.now() < until && fail(response, code);
      };
      for (const open of api.watches) open.end();
      await eventually('back', () => performance.now() > until && reflector.state() === 'synced');
      assert.ok(restarts.includes(String(code)));
      assert.not.ok(
        [...seen].some((each) => each.startsWith(state) || each.endsWith(' 0')),
        [...seen].join(),
      );
    }));
}

test('a kind that is absent stays so while the server is away or has just started', () =>
  withReflector(
    async ({ api, reflector }) => {
      await eventually('absent', () => reflector.state() === 'absent');
      let tries = 0;
      const code = (): number => (tries > 2 ? 403 : 503);
      api.fault = (_, response) => ++tries < 5 && fail(response, code());
      const answers = new Set<unknown>();
      await eventually('tried', () => {
        answers.add(reflector.answer());
        return tries >= 5;
      });
      assert.equal([...answers], ['absent']);
      const watches = createWatches([reflector], systemClock);
      assert.equal(watches.unwatchable(), [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', why: 'absent' }]);
    },
    { kind: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', plural: 'httproutes', versions: ['v1'] } },
  ));

test('while the server is away a kind gets staler, however often it is tried', () =>
  withReflector(async ({ api, reflector }) => {
    await eventually('synced', () => reflector.state() === 'synced');
    const states = new Set<string>();
    let tries = 0;
    api.fault = (call, response) => {
      states.add(reflector.state());
      tries += Number(isWatch(call));
      return fail(response, 503);
    };
    for (const open of api.watches) open.end();
    await eventually('broken', () => reflector.state() === 'broken');
    const since = performance.now();
    states.clear();
    await eventually('some tries', () => tries > 4, 20_000);
    assert.equal([...states], ['broken']);
    assert.ok(reflector.staleFor() >= performance.now() - since - 50);
    api.fault = undefined;
    await eventually('back', () => reflector.state() === 'synced' && reflector.staleFor() === 0);
  }));

test('a hundred requests share a few connections', () =>
  withReflector(async ({ api, reflector }) => {
    await eventually('synced', () => reflector.state() === 'synced');
    let times = 0;
    api.fault = (call, response) => isWatch(call) && times++ < 8 && fail(response, 500);
    for (const open of api.watches) open.end();
    await eventually('back', () => times > 8, 30_000);
    assert.ok(api.sockets() <= 4, `${api.sockets()} connections`);
  }));

test.run();
