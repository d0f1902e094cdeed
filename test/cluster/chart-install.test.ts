import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { valueAt } from '../../src/model/resource.ts';
import { deploymentKey, find, helm, install } from './chart.ts';
import { toggles } from './chart-toggles.ts';
import { missingPeers, runPeer } from './peers.ts';
import { type ApiServer, startApiServer } from './reporter/api-server.ts';
import { kubectl, mustKubectl } from './reporter/kubectl.ts';

// What text cannot show: that the API server takes every field, and what its authorizer makes of the roles.

const ready = missingPeers(['etcd', 'helm', 'kube-apiserver', 'kubectl', 'kustomize']).length === 0;
const test = suite('chart in a cluster');
const check = ready ? test : test.skip;
const identity = 'system:serviceaccount:resilience-system:resilience-renderer';
const groups = ['system:serviceaccounts', 'system:serviceaccounts:resilience-system', 'system:authenticated'];

let server: ApiServer;
test.before(async () => {
  if (!ready) return;
  server = await startApiServer();
  for (const namespace of ['resilience-system', 'shop', 'bank']) await mustKubectl(server, ['create', 'namespace', namespace]);
});
test.after(() => server?.stop());

/** Gives what kubectl warned of. Monitors and alerts need CRDs that are not here. */
async function apply(text: string, how: readonly string[] = []): Promise<string> {
  const done = await kubectl(server, ['apply', '--server-side', '--force-conflicts', '--validate=strict', ...how, '-f', '-'], {
    input: text,
  });
  assert.is(done.code, 0, done.stderr);
  return done.stderr;
}

/** `verb [group/]resource[/subresource] [namespace [name]]` (`-`: in none), asked of the authorizer itself: kubectl knows only installed kinds. */
async function may(question: string): Promise<boolean> {
  const [verb, what = '', namespace, name] = question.split(' ');
  const [, group = '', resource, subresource] = /^(?:([^/]+\.[^/]+)\/)?([^/]+)(?:\/(.+))?$/.exec(what) ?? [];
  const spec = {
    user: identity,
    groups,
    resourceAttributes: { verb, group, resource, subresource, namespace: namespace === '-' ? '' : namespace, name },
  };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const { code, body } = await server.client.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
  assert.is(code, 201);
  return valueAt(body, ['status', 'allowed']) === true;
}

for (const { name, values, added = [] } of toggles) {
  if (added.some((key) => key.startsWith('monitoring.coreos.com/'))) continue;
  check(`the API server takes every field: ${name}`, async () => {
    assert.is(await apply(helm(values).stdout, ['--dry-run=server']), '');
  });
}

check('deploy/ can be applied as a whole, and its namespace admits the pods', async () => {
  await apply(runPeer('kustomize', ['build', 'deploy']).stdout);
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'reporter' }, spec: podSpec() };
  const create = ['create', '--dry-run=server', '-n', 'resilience-system', '-f', '-'];
  assert.is((await kubectl(server, create, { input: JSON.stringify(pod) })).code, 0);
  const asRoot = { ...pod, spec: { ...podSpec(), securityContext: {} } };
  assert.match((await kubectl(server, create, { input: JSON.stringify(asRoot) })).stderr, /violates PodSecurity/);
});

function podSpec(): object {
  return valueAt(find(install(), deploymentKey), ['spec', 'template', 'spec']) as object;
}

const own = 'resilience.auth-platform.github.com/resiliencepolicies';
const leases = 'coordination.k8s.io/leases';
const granted = [
  'list services bank',
  'list services',
  'watch namespaces',
  'list gateway.networking.k8s.io/httproutes bank',
  `get ${own} bank`,
  `update ${own}/status bank`,
  'create events.k8s.io/events bank',
  `create ${leases} resilience-system`,
  `update ${leases} resilience-system resilience-renderer-reporter`,
];
const denied = [
  'get secrets bank',
  'list pods bank',
  'create events bank',
  'patch services bank',
  `patch ${own}/status bank`,
  `update ${own} bank`,
  `patch ${own} bank`,
  `delete ${own} bank`,
  'patch gateway.networking.k8s.io/httproutes bank',
  `create ${leases} bank`,
  `update ${leases} resilience-system other`,
  `update ${leases} bank resilience-renderer-reporter`,
];

check('the reporter may do what it needs, and no more', async () => {
  await apply(helm({}).stdout);
  for (const question of granted) assert.ok(await may(question), question);
  for (const question of denied) assert.not.ok(await may(question), question);
});

check('with rbac.scope: namespace it sees no other namespace', async () => {
  await mustKubectl(server, ['delete', 'clusterrole,clusterrolebinding', 'resilience-renderer']);
  await apply(helm({ rbac: { scope: 'namespace' }, namespaces: ['shop'] }).stdout);
  for (const question of ['list services shop', `update ${own}/status shop`, 'watch namespaces - shop'])
    assert.ok(await may(question), question);
  for (const question of ['list services bank', 'list services', 'watch namespaces - bank', `update ${own}/status bank`]) {
    assert.not.ok(await may(question), question);
  }
});

test.run();
