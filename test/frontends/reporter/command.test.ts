import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAddress } from '../../../src/frontends/reporter/address.ts';
import { createLogger } from '../../../src/frontends/reporter/logger.ts';
import { ApiError, parseRetryAfter } from '../../../src/frontends/reporter/transport/api-error.ts';
import { startFakeApi } from '../../support/fake-api-server.ts';
import { kubeconfigOf, startCommand as start } from '../../support/reporter-command.ts';
import { eventually, hasty } from '../../support/reporter-parts.ts';

const served = [
  '/api/v1/services',
  '/api/v1/namespaces',
  '/apis/resilience.auth-platform.github.com/v1/resiliencepolicies',
  '/apis/coordination.k8s.io/v1/leases',
];

test('it starts from a kubeconfig, leads, and ends with 0 soon after SIGTERM with its lease released', async () => {
  const api = await startFakeApi(served);
  const directory = mkdtempSync(join(tmpdir(), 'renderer-'));
  const path = join(directory, 'config');
  writeFileSync(path, kubeconfigOf(api));
  const { child, stderr, ended } = start([
    '--kubeconfig',
    path,
    '--leader-elect',
    '--metrics-bind-address=127.0.0.1:0',
    '--health-probe-bind-address=0',
  ]);
  try {
    const holder = (): unknown =>
      (api.store.get(served[3] ?? '', 'mesh', 'resilience-renderer-reporter')?.['spec'] as { holderIdentity?: string })?.holderIdentity;
    await eventually('leading', () => Boolean(holder()) || child.exitCode !== null, 30_000);
    const told = Date.now();
    child.kill('SIGTERM');
    assert.is(await ended(), 0, stderr());
    assert.ok(Date.now() - told < 5_000);
    assert.is(holder(), '');
    assert.ok(api.calls.every(({ authorization }) => authorization === 'Bearer very-secret'));
    assert.not.match(stderr(), /very-secret/);
    for (const line of stderr().trim().split('\n')) assert.ok(JSON.parse(line).time, line);
  } finally {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true });
    await api.close();
  }
});

test('outside a cluster it wants a kubeconfig (RP5040) that can be used (RP5041)', async () => {
  const without = start([]);
  assert.equal([await without.ended(), /RP5040/.test(without.stderr())], [2, true]);
  const broken = start(['--kubeconfig', '/nowhere/config']);
  assert.equal([await broken.ended(), /RP5041/.test(broken.stderr())], [3, true]);
});

test('an address that is taken is told (RP5042)', async () => {
  const api = await startFakeApi(served);
  const taken = createServer();
  await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
  const directory = mkdtempSync(join(tmpdir(), 'renderer-'));
  try {
    writeFileSync(join(directory, 'config'), kubeconfigOf(api));
    const { port } = taken.address() as AddressInfo;
    const { stderr, ended } = start([
      '--kubeconfig',
      join(directory, 'config'),
      `--metrics-bind-address=127.0.0.1:${port}`,
      '--health-probe-bind-address=0',
    ]);
    assert.is(await ended(), 3, stderr());
    assert.match(stderr(), /RP5042/);
  } finally {
    taken.close();
    rmSync(directory, { recursive: true });
    await api.close();
  }
});

test('wrong flags are told together, with exit code 2', async () => {
  const { stderr, ended } = start([
    '--metrics-bind-address=8080',
    '--grace-period=soon',
    '--namespace=Shop',
    '--health-probe-bind-address=:99999',
  ]);
  assert.is(await ended(), 2);
  assert.is(stderr().match(/RP5006/g)?.length, 4);
});

test('addresses', () => {
  assert.equal(parseAddress(':8080'), { port: 8080 });
  assert.equal(parseAddress('127.0.0.1:0'), { host: '127.0.0.1', port: 0 });
  assert.equal(parseAddress('[::1]:81'), { host: '::1', port: 81 });
  assert.equal(
    [parseAddress('0'), parseAddress('8080'), parseAddress(':70000'), parseAddress('')],
    ['off', undefined, undefined, undefined],
  );
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  assert.equal([parseRetryAfter('7', now), parseRetryAfter('Thu, 01 Jan 2026 00:00:09 GMT', now)], [7_000, 9_000]);
  assert.equal(
    [parseRetryAfter('Thu, 01 Jan 2020 00:00:09 GMT', now), parseRetryAfter('soon', now), parseRetryAfter(undefined, now)],
    [0, undefined, undefined],
  );
  assert.is(new ApiError(429, { details: { retryAfterSeconds: 3 } }).retryAfter, 3_000);
});

test('what others wrote is logged on one line, cut and without control characters', () => {
  const lines: string[] = [];
  const evil = `a\u001b[31m\nlevel=error ${'x'.repeat(5_000)}`;
  createLogger('text', hasty, (line) => void lines.push(line)).warn('odd', { evil });
  createLogger('json', hasty, (line) => void lines.push(line)).warn('odd', { evil, reason: new ApiError(500, { message: evil }).message });
  for (const line of lines) assert.ok(line.indexOf('\n') === line.length - 1 && line.length < 1_300 && !line.includes('\u001b'));
});

test.run();
