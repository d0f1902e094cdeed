import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../src/frontends/reporter/clock.ts';
import { describeError } from '../../../src/frontends/reporter/transport/api-error.ts';
import { createTransport } from '../../../src/frontends/reporter/transport/http-transport.ts';
import { kubeconfigCredentials } from '../../../src/frontends/reporter/transport/kubeconfig.ts';
import { type FakeApi, fail, startFakeApi } from '../../support/fake-api-server.ts';
import { services } from '../../support/reporter-parts.ts';

interface Place {
  readonly path: string;
  /** Puts a file beside the kubeconfig. */
  write(name: string, text: string): void;
}

async function withKubeconfig(user: (place: Place) => object, use: (place: Place, api: FakeApi) => Promise<void>): Promise<void> {
  const api = await startFakeApi([services]);
  const directory = mkdtempSync(join(tmpdir(), 'renderer-'));
  const place: Place = { path: join(directory, 'config'), write: (name, text) => writeFileSync(join(directory, name), text) };
  try {
    const cluster = { server: api.url.href, 'certificate-authority-data': Buffer.from(api.ca).toString('base64') };
    const config = {
      clusters: [{ name: 'fake', cluster }],
      users: [
        { name: 'other', user: { tokenFile: 'not-mine' } },
        { name: 'me', user: user(place) },
      ],
      contexts: [{ name: 'it', context: { cluster: 'fake', user: 'me' } }],
      'current-context': 'it',
    };
    place.write('config', JSON.stringify(config));
    await use(place, api);
  } finally {
    rmSync(directory, { recursive: true });
    await api.close();
  }
}

const list = { verb: 'list', path: services, signal: new AbortController().signal } as const;

async function sendWith(path: string, send: (request: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const transport = createTransport(await kubeconfigCredentials(path), { clock: systemClock, onError: () => undefined });
  await send(() => transport.request(list)).finally(() => transport.close());
}

test('the token of a tokenFile is sent, wins over a token, and its place counts from the kubeconfig', () =>
  withKubeconfig(
    () => ({ tokenFile: 'token', token: 'old' }),
    async ({ path, write }, api) => {
      write('token', 'one\n');
      await sendWith(path, async (send) => void (await send()));
      assert.is(api.calls.at(-1)?.authorization, 'Bearer one');
    },
  ));

test('a token that is replaced is read again as soon as the server no longer takes the old one', () =>
  withKubeconfig(
    () => ({ tokenFile: 'token' }),
    async ({ path, write }, api) => {
      write('token', 'one');
      let good = 'one';
      api.fault = ({ authorization }, response) => authorization !== `Bearer ${good}` && fail(response, 401, 'Unauthorized');
      await sendWith(path, async (send) => {
        await send();
        write('token', 'two');
        good = 'two';
        const refused = await send().catch(describeError);
        assert.match(String(refused), /^401 Unauthorized/);
        await send();
        assert.is(api.calls.at(-1)?.authorization, 'Bearer two');
        // Between two versions of a mounted file: the last one counts.
        write('token', '\n');
        good = 'none';
        await send().catch(describeError);
        await send().catch(describeError);
        assert.is(api.calls.at(-1)?.authorization, 'Bearer two');
      });
    },
  ));

for (const [what, text] of [
  ['is missing', undefined],
  ['is empty', ' \n'],
] as const) {
  test(`a tokenFile that ${what} is told at the start`, () =>
    withKubeconfig(
      () => ({ tokenFile: 'token' }),
      async ({ path, write }) => {
        if (text !== undefined) write('token', text);
        const reason = await kubeconfigCredentials(path).then(() => 'taken', describeError);
        assert.match(reason, text === undefined ? /no such file/ : /its tokenFile is empty/);
      },
    ));
}

test('a kubeconfig that cannot be read is refused without a word of what it holds', async () => {
  const user = 'users:\n- name: me\n  user:\n    token: hunter2';
  const directory = mkdtempSync(join(tmpdir(), 'renderer-'));
  try {
    for (const text of [
      `${user}\n   bad: 1\n`,
      `${user}: hunter2\n`,
      `${user.replace('hunter2', '"hunter2')}\n`,
      `${user.replace('hunter2', '*hunter2')}\n`,
    ]) {
      writeFileSync(join(directory, 'config'), text);
      const reason = await kubeconfigCredentials(join(directory, 'config')).then(() => '', describeError);
      assert.match(reason, /^YAMLException \(its message may quote the input\)$/);
    }
    for (const script of [
      'console.log("{\\"status\\": {\\"token\\": hunter2}}")',
      'console.error("token \\"hunter2\\" refused"); process.exitCode = 1',
    ]) {
      const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] };
      await withKubeconfig(
        () => ({ exec }),
        async ({ path }) => {
          const reason = await kubeconfigCredentials(path).then(() => '', describeError);
          assert.ok(reason !== '' && !reason.includes('hunter2'), reason);
        },
      );
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.run();
