import { loadAll } from 'js-yaml';
import type { KubeObject } from '../../src/model/resource.ts';
import { identityKey } from '../support/rendered.ts';
import { type PeerResult, runPeer } from './peers.ts';

export const chart = 'charts/resilience-renderer';

export function helm(values: Readonly<Record<string, unknown>>): PeerResult {
  return runPeer('helm', ['template', 'resilience-renderer', chart, '-n', 'resilience-system', '-f', '-'], JSON.stringify(values));
}

export function install(values: Readonly<Record<string, unknown>> = {}): readonly KubeObject[] {
  const done = helm(values);
  if (done.code !== 0) throw new Error(done.stderr);
  return read(done.stdout);
}

export function read(text: string): readonly KubeObject[] {
  return (loadAll(text) as readonly (KubeObject | null | undefined)[]).filter((object) => object !== null && object !== undefined);
}

export const keys = (objects: readonly KubeObject[]): readonly string[] => objects.map(identityKey).sort();

export function find(objects: readonly KubeObject[], key: string): KubeObject {
  const found = objects.find((object) => identityKey(object) === key);
  if (found === undefined) throw new Error(`no ${key} among ${keys(objects).join(', ')}`);
  return found;
}

export const inNamespace = (kind: string, name = 'resilience-renderer'): string => `${kind}/resilience-system/${name}`;
export const deploymentKey = inNamespace('apps/Deployment');
export const crdKey = 'apiextensions.k8s.io/CustomResourceDefinition//resiliencepolicies.resilience.auth-platform.github.com';
export const clusterKeys = [
  'rbac.authorization.k8s.io/ClusterRole//resilience-renderer',
  'rbac.authorization.k8s.io/ClusterRoleBinding//resilience-renderer',
];
export const defaults = [
  crdKey,
  deploymentKey,
  inNamespace('ConfigMap'),
  inNamespace('Service'),
  inNamespace('ServiceAccount'),
  inNamespace('networking.k8s.io/NetworkPolicy'),
  inNamespace('policy/PodDisruptionBudget'),
  inNamespace('rbac.authorization.k8s.io/Role', 'resilience-renderer-lease'),
  inNamespace('rbac.authorization.k8s.io/RoleBinding', 'resilience-renderer-lease'),
  ...clusterKeys,
].sort();
