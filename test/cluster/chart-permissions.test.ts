import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject, Value } from '../../src/model/resource.ts';
import { generatedKinds } from '../../src/status/generated-kinds.ts';
import { watchedKinds } from '../../src/status/watched-kinds.ts';
import { clusterKeys, find, install } from './chart.ts';
import { missingPeers } from './peers.ts';

const test = suite('permissions of the chart');
const check = missingPeers(['helm']).length === 0 ? test : test.skip;

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

check('no role has a wildcard or sees a Secret, and all that is written is status, events and one Lease', () => {
  const objects = [...install(), ...install({ rbac: { scope: 'namespace' }, namespaces: ['shop'] })];
  const roles = objects.filter((object) => /^(?:Cluster)?Role$/.test(String(object['kind'])));
  const rules = roles.flatMap((role) => role['rules'] as unknown as readonly Rule[]);
  const words = rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
  assert.equal(
    words.filter((word) => word.includes('*') || ['secrets', 'pods', 'escalate', 'bind', 'impersonate', 'delete'].includes(word)),
    [],
  );
  const writing = rules.filter(({ verbs }) => verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)));
  assert.equal([...new Set(writing.flatMap(({ resources }) => resources))].sort(), ['events', 'leases', 'resiliencepolicies/status']);
  const changing = writing.filter(({ resources, verbs }) => resources.includes('leases') && !verbs.includes('create'));
  assert.ok(changing.length > 0 && changing.every(({ resourceNames }) => resourceNames?.length === 1));
});

check('what is watched is what the rendering reads', () => {
  const rules = find(install(), clusterKeys[0] ?? '')['rules'] as unknown as readonly Rule[];
  const watched = rules.filter(({ verbs }) => verbs.includes('watch'));
  const given = watched.flatMap(({ apiGroups, resources }) =>
    apiGroups.flatMap((group) => resources.map((plural) => `${group}/${plural}`)),
  );
  assert.equal([...given].sort(), watchedKinds.map(({ group, plural }) => `${group}/${plural}`).sort());
  for (const { verbs } of watched) assert.ok(verbs.includes('list'));
});

check('the role for owner references allows to patch what is generated, and is a role of its own', () => {
  const plurals = generatedKinds.map((each) => {
    const { group, plural } = watchedKinds.find(({ group, kind }) => group === each.group && kind === each.kind) ?? {
      group: '?',
      plural: '?',
    };
    return `${group}/${plural}`;
  });
  const enabled = { ownerReferences: { enabled: true } };
  const scoped = { ...enabled, rbac: { scope: 'namespace' }, namespaces: ['shop'] };
  const name = 'resilience-renderer-owner-references';
  const roles = [
    find(install(enabled), `rbac.authorization.k8s.io/ClusterRole//${name}`),
    find(install(scoped), `rbac.authorization.k8s.io/Role/shop/${name}`),
  ];
  for (const role of roles) {
    const rules = role['rules'] as unknown as readonly Rule[];
    const given = rules.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((plural) => `${group}/${plural}`)),
    );
    assert.equal([...given].sort(), [...plurals].sort());
    assert.equal([...new Set(rules.flatMap(({ verbs }) => verbs))], ['patch']);
  }
  assert.equal(find(install(enabled), clusterKeys[0] ?? ''), find(install(), clusterKeys[0] ?? ''));
});

check('Roles of namespaces give what the ClusterRole gives, Namespaces apart', () => {
  const rulesOf = (objects: readonly KubeObject[], key: string): readonly Value[] => find(objects, key)['rules'] as readonly Value[];
  const clusterRole = clusterKeys[0] ?? '';
  const scoped = install({ rbac: { scope: 'namespace' }, namespaces: ['shop'] });
  const together = [...rulesOf(scoped, clusterRole), ...rulesOf(scoped, 'rbac.authorization.k8s.io/Role/shop/resilience-renderer')];
  const [namespaces, ...rest] = rulesOf(install(), clusterRole);
  assert.equal(together, [{ ...(namespaces as object), resourceNames: ['shop'] }, ...rest]);
});

test.run();
