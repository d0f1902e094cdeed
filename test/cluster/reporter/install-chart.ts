import type { KubeObject, Value } from '../../../src/model/resource.ts';
import { valueAt } from '../../../src/model/resource.ts';
import { objectsOf } from '../../support/rendered.ts';
import { runPeer } from '../peers.ts';
import { type ApiServer, reporterNamespace } from './api-server.ts';
import { applyAll, createNamespaces, pathOf } from './objects.ts';

const access: ReadonlySet<string> = new Set(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);

/** What the chart makes, with these `--set` values. */
export function chartObjects(values: readonly string[] = []): readonly KubeObject[] {
  const set = values.flatMap((value) => ['--set', value]);
  const done = runPeer('helm', ['template', 'reporter', 'charts/resilience-renderer', '--namespace', reporterNamespace, ...set]);
  if (done.code !== 0) throw new Error(done.stderr);
  return objectsOf(done.stdout.replace(/^---\n/, ''));
}

/** The reporter's identity in a cluster: the chart's own ServiceAccount and roles, and nothing more. */
export interface ReporterIdentity {
  readonly user: string;
  /** A fresh token (TokenRequest), valid for `seconds`. */
  token(seconds?: number): Promise<string>;
}

export async function installReporterIdentity(server: ApiServer, values: readonly string[] = []): Promise<ReporterIdentity> {
  await createNamespaces(server, reporterNamespace);
  const objects = chartObjects(values).filter((object) => access.has(String(object['kind'])));
  await applyAll(server, objects);
  const account = objects.find((object) => object['kind'] === 'ServiceAccount');
  if (account === undefined) throw new Error('the chart makes no ServiceAccount');
  const path = `${pathOf(account)}/token`;
  return {
    user: `system:serviceaccount:${reporterNamespace}:${String(valueAt(account, ['metadata', 'name']))}`,
    async token(seconds = 3600) {
      const { code, body } = await server.client.call('POST', path, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: seconds },
      });
      if (code !== 201) throw new Error(`no token: ${code} ${String(body['message'])}`);
      return String(valueAt(body, ['status', 'token']));
    },
  };
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** `group/resource verb` of every rule that the chart gives, sorted. */
export function chartPermissions(values: readonly string[] = []): readonly string[] {
  const roles = chartObjects(values).filter((object) => ['ClusterRole', 'Role'].includes(String(object['kind'])));
  const rules = roles.flatMap((role) => (role['rules'] as Value as unknown as readonly Rule[] | undefined) ?? []);
  const found = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${group}/${resource} ${verb}`))),
  );
  return [...new Set(found)].sort();
}
