import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../src/frontends/reporter/clock.ts';
import { codeOf, describeError } from '../../../src/frontends/reporter/transport/api-error.ts';
import { createTransport } from '../../../src/frontends/reporter/transport/http-transport.ts';
import { inClusterCredentials } from '../../../src/frontends/reporter/transport/in-cluster.ts';
import { splitLines } from '../../../src/frontends/reporter/transport/split-lines.ts';
import { createTokenBucket } from '../../../src/frontends/reporter/transport/token-bucket.ts';
import { type FakeApi, startFakeApi } from '../../support/fake-api-server.ts';
import { services, transportTo } from '../../support/reporter-parts.ts';

const { signal } = new AbortController();
const list = { verb: 'list', path: services, signal } as const;

async function withApi(use: (api: FakeApi) => Promise<void>): Promise<void> {
  const api = await startFakeApi([services]);
  try {
    await use(api);
  } finally {
    await api.close();
  }
}

const errorOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined).catch((error: unknown) => error);

test('a token and a CA are read from the pod, and again when the server no longer takes them', () =>
  withApi(async (api) => {
    const directory = mkdtempSync(join(tmpdir(), 'renderer-'));
    const other = await startFakeApi([]);
    const transports: { close(): void }[] = [];
    try {
      writeFileSync(join(directory, 'token'), 'one\n');
      writeFileSync(join(directory, 'namespace'), 'mesh\n');
      writeFileSync(join(directory, 'ca.crt'), other.ca);
      const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: api.url.port, HTTPS_PROXY: 'http://127.0.0.1:9' };
      const credentials = inClusterCredentials(env, directory);
      if (credentials === undefined) throw new Error('it is a pod');
      assert.is(credentials.namespace, 'mesh');
      const transport = createTransport(credentials, { clock: systemClock, onError: () => undefined });
      transports.push(transport);
      assert.is(codeOf(await errorOf(transport.request(list))), 0);
      assert.is(api.calls.length, 0);
      writeFileSync(join(directory, 'ca.crt'), api.ca);
      await transport.request(list);
      assert.is(api.calls.at(-1)?.authorization, 'Bearer one');
    } finally {
      for (const transport of transports) transport.close();
      rmSync(directory, { recursive: true });
      await other.close();
    }
  }));

test('outside a pod there are no credentials', () => {
  assert.is(inClusterCredentials({}, '/nowhere'), undefined);
  assert.is(inClusterCredentials({ KUBERNETES_SERVICE_HOST: '::1' }, '/nowhere'), undefined);
});

test('what must no longer be sent is not, however late that turns out', () =>
  withApi(async (api) => {
    const transport = transportTo(api);
    const asked = await errorOf(transport.request({ ...list, verb: 'create', body: {}, mayStillSend: () => false }));
    assert.match(describeError(asked), /no longer the leader/);
    assert.is(api.calls.length, 0);
    transport.close();
  }));

test('an answer that does not come is given up, and the error says nothing of headers', () =>
  withApi(async (api) => {
    const transport = transportTo(api);
    api.fault = () => true;
    const error = await errorOf(transport.request({ ...list, timeout: 100 }));
    assert.match(describeError(error), /no answer of the API server within 0\.1 s/);
    api.fault = (_, response) =>
      void response.writeHead(503, { 'Content-Type': 'text/html' }).end(`<html>${'x'.repeat(9_000)}</html>`) === undefined;
    const refused = await errorOf(transport.request(list));
    assert.is(describeError(refused), '503: the API server answered 503');
    assert.not.match(String((refused as Error).stack), /secret/);
    transport.close();
  }));

test('one after the other goes over one connection', () =>
  withApi(async (api) => {
    const transport = transportTo(api);
    for (let i = 0; i < 20; i += 1) await transport.request(list);
    assert.is(api.sockets(), 1);
    transport.close();
  }));

test('half a line is never handed on', () => {
  const lines: string[] = [];
  const push = splitLines((line) => void lines.push(line));
  for (const chunk of ['{"a"', ':1}\n\n{"b":', '2}\n{"c":3}']) push(chunk);
  assert.equal(lines, ['{"a":1}', '{"b":2}']);
});

test('the bucket lets a burst through and holds the rest to the rate', async () => {
  const waits: number[] = [];
  const clock = { ...systemClock, elapsed: () => 0, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
  const bucket = createTokenBucket(clock, { perSecond: 10, burst: 3 });
  for (let i = 0; i < 5; i += 1) await bucket.take(signal);
  assert.equal(waits, [100, 200]);
});

test.run();
