import * as assert from 'uvu/assert';
import { watchedKinds } from '../../../src/status/watched-kinds.ts';
import { startHttpFaultProxy } from '../../support/http-fault-proxy.ts';
import { permissionsOf, readAudit } from './audit-log.ts';
import { chartPermissions } from './install-chart.ts';
import { defineKind } from './loose-definition.ts';
import { applyAll, createNamespaces } from './objects.ts';
import { reporterSuite } from './reporter-suite.ts';
import { type Named, policy, render, service } from './shop.ts';
import { waitFor } from './wait.ts';

// What the reporter asks of the API server, read from the audit log, is what the chart's roles allow: no less, and no more.

const cart: Named = { name: 'cart', namespace: 'shop' };

const { test, check, server, identity, start, untilReady, afterwards } = reporterSuite('verbs', {
  before: (started) => createNamespaces(started, 'shop'),
});

/** Kinds that the installed definitions lack: a mesh and an old standard. */
async function defineTheRest(): Promise<void> {
  for (const { group, kind, plural, versions } of watchedKinds) {
    const [version = 'v1'] = versions;
    const path = group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
    const { code } = await server().client.call('GET', path);
    if (code === 404) await defineKind(server(), { group, kind, plural, version });
  }
}

const key = 'balancer.linkerd.io/failure-accrual-consecutive-max-failures';
const breaker = (value: string): Promise<unknown> =>
  server().client.mergePatch('/api/v1/namespaces/shop/services/cart', { metadata: { annotations: { [key]: value } } });

check('the verbs used are the verbs allowed', async () => {
  await defineTheRest();
  const proxy = await startHttpFaultProxy(server().port, server().certificates);
  afterwards(proxy.stop);
  await start(['--leader-elect=true', '--grace-period=1s'], { port: proxy.port });
  await applyAll(server(), render([service(cart), policy(cart)]));
  await untilReady(cart, 'True Applied');
  // A conflict makes it read the policy again.
  let conflicts = 1;
  proxy.set(({ method, path }) =>
    method !== 'GET' && path.includes('/status') && conflicts-- > 0 ? { status: 409, body: '{}' } : undefined,
  );
  await breaker('9');
  await untilReady(cart, 'False Failed');
  await breaker('5');
  await untilReady(cart, 'True Applied');
  // The same transitions again are counted up in the Events that tell them.
  await breaker('9');
  await untilReady(cart, 'False Failed');
  const used = (): readonly string[] => permissionsOf(readAudit(server().auditLog, identity().user).filter(({ code }) => code !== 403));
  await waitFor('an Event that is counted up', () => (used().some((permission) => permission.endsWith('events patch')) ? true : undefined));
  assert.equal(used(), chartPermissions());
});

check('nothing was ever forbidden', () => {
  const refused = readAudit(server().auditLog, identity().user).filter(({ code }) => code === 403);
  assert.equal(permissionsOf(refused), []);
});

test.run();
