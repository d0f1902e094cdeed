import * as assert from 'uvu/assert';
import { reporterNamespace } from './api-server.ts';
import { readAudit } from './audit-log.ts';
import { clusterSuite } from './cluster-suite.ts';
import { chartObjects, installReporterIdentity, type ReporterIdentity } from './install-chart.ts';
import { installCrds } from './install-crds.ts';
import { kubectl, mustKubectl } from './kubectl.ts';
import { createNamespaces } from './objects.ts';

// What the chart's roles allow its ServiceAccount, asked of the API server's own authorizer.

let identity: ReporterIdentity | undefined;
let token = '';
const { test, check, server } = clusterSuite("the chart's roles", {
  needs: ['helm', 'kubectl'],
  setUp: async (started) => {
    await installCrds(started);
    await createNamespaces(started, 'shop');
    identity = await installReporterIdentity(started);
    token = started.kubeconfigFor({ token: await identity.token() });
  },
});

/** `yes` or `no` as kubectl prints it. */
async function can(verb: string, resource: string, flags: readonly string[] = []): Promise<string> {
  const done = await kubectl(server(), ['--kubeconfig', token, 'auth', 'can-i', verb, resource, ...flags]);
  return done.stdout.trim();
}

const policies = 'resiliencepolicies.resilience.auth-platform.github.com';
const everywhere = ['-A'];
const own = ['-n', reporterNamespace];

check('the reporter may watch what it compares and write what it reports', async () => {
  const asked = [
    ...['services', policies, 'httproutes.gateway.networking.k8s.io', 'grpcroutes.gateway.networking.k8s.io'].flatMap((kind) => [
      can('list', kind, everywhere),
      can('watch', kind, everywhere),
    ]),
    can('update', policies, ['--subresource=status', '-n', 'shop']),
    can('create', 'events.events.k8s.io', ['-n', 'shop']),
    can('create', 'leases.coordination.k8s.io', own),
    can('update', 'leases.coordination.k8s.io/resilience-renderer-reporter', own),
  ];
  assert.equal([...new Set(await Promise.all(asked))], ['yes']);
});

check('and nothing else: no secrets, no specs, no Services, no leases of others', async () => {
  const asked = [
    can('list', 'secrets', everywhere),
    can('get', 'configmaps', own),
    can('list', 'pods', everywhere),
    can('create', 'pods', ['--subresource=exec', ...own]),
    ...['create', 'update', 'patch', 'delete'].flatMap((verb) => [
      can(verb, policies, ['-n', 'shop']),
      can(verb, 'services', ['-n', 'shop']),
      can(verb, 'httproutes.gateway.networking.k8s.io', ['-n', 'shop']),
    ]),
    can('create', 'leases.coordination.k8s.io', ['-n', 'kube-system']),
    can('update', 'leases.coordination.k8s.io/another', own),
    can('delete', 'leases.coordination.k8s.io/resilience-renderer-reporter', own),
    can('escalate', 'clusterroles.rbac.authorization.k8s.io'),
    can('impersonate', 'serviceaccounts', everywhere),
  ];
  assert.equal([...new Set(await Promise.all(asked))], ['no']);
});

check('the audit log names it and what it did', async () => {
  await mustKubectl(server(), ['--kubeconfig', token, 'get', 'services', '-A']);
  const found = readAudit(server().auditLog, identity?.user ?? '').find(({ resource, verb }) => resource === 'services' && verb === 'list');
  assert.is(found?.code, 200);
});

check('the API server takes every object of the chart', async () => {
  const served = chartObjects().filter(({ apiVersion }) => !String(apiVersion).startsWith('monitoring.coreos.com/'));
  const input = served.map((object) => JSON.stringify(object)).join('\n');
  const printed = await mustKubectl(
    server(),
    [
      'apply',
      '--server-side',
      '--force-conflicts',
      '--dry-run=server',
      '--validate=strict',
      '-n',
      reporterNamespace,
      '-o',
      'name',
      '-f',
      '-',
    ],
    { input },
  );
  assert.is(printed.trim().split('\n').length, served.length);
});

test.run();
