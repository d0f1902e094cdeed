import { clusterKeys, crdKey, defaults, inNamespace } from './chart.ts';

/** What values add to the objects of the defaults, and take from them. */
interface Toggle {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly added?: readonly string[];
  readonly gone?: readonly string[];
}

const owners = 'resilience-renderer-owner-references';

export const toggles: readonly Toggle[] = [
  { name: 'crds.install', values: { crds: { install: false } }, gone: [crdKey] },
  {
    name: 'rbac.create',
    values: { rbac: { create: false } },
    gone: defaults.filter((key) => key.startsWith('rbac.')),
  },
  { name: 'serviceAccount.create', values: { serviceAccount: { create: false } }, gone: [inNamespace('ServiceAccount')] },
  {
    name: 'rbac.scope',
    values: { rbac: { scope: 'namespace' }, namespaces: ['shop', 'bank'] },
    added: ['Role', 'RoleBinding'].flatMap((kind) =>
      ['shop', 'bank'].map((namespace) => `rbac.authorization.k8s.io/${kind}/${namespace}/resilience-renderer`),
    ),
  },
  {
    name: 'rbac.readNamespaces',
    values: { rbac: { scope: 'namespace', readNamespaces: false }, namespaces: ['shop'] },
    added: ['Role', 'RoleBinding'].map((kind) => `rbac.authorization.k8s.io/${kind}/shop/resilience-renderer`),
    gone: clusterKeys,
  },
  {
    name: 'ownerReferences',
    values: { ownerReferences: { enabled: true } },
    added: ['ClusterRole', 'ClusterRoleBinding'].map((kind) => `rbac.authorization.k8s.io/${kind}//${owners}`),
  },
  {
    name: 'ownerReferences of namespaces',
    values: {
      ownerReferences: { enabled: true, remove: true, allowDelete: true },
      rbac: { scope: 'namespace', readNamespaces: false },
      namespaces: ['shop'],
    },
    added: ['Role', 'RoleBinding'].flatMap((kind) =>
      ['resilience-renderer', owners].map((name) => `rbac.authorization.k8s.io/${kind}/shop/${name}`),
    ),
    gone: clusterKeys,
  },
  {
    name: 'configByNamespace',
    values: { config: { meshVersion: '2.18' }, configByNamespace: { shop: { annotations: 'operator-v1' }, bank: {} } },
  },
  { name: 'networkPolicy', values: { networkPolicy: { enabled: false } }, gone: [inNamespace('networking.k8s.io/NetworkPolicy')] },
  {
    name: 'podDisruptionBudget',
    values: { podDisruptionBudget: { enabled: false } },
    gone: [inNamespace('policy/PodDisruptionBudget')],
  },
  {
    name: 'podMonitor',
    values: { metrics: { podMonitor: { enabled: true, labels: { team: 'mesh' } } } },
    added: [inNamespace('monitoring.coreos.com/PodMonitor')],
  },
  {
    name: 'serviceMonitor',
    values: { metrics: { serviceMonitor: { enabled: true } } },
    added: [inNamespace('monitoring.coreos.com/ServiceMonitor')],
  },
  {
    name: 'prometheusRule',
    values: { metrics: { prometheusRule: { enabled: true, runbookUrl: 'https://wiki.example.com/reporter' } } },
    added: [inNamespace('monitoring.coreos.com/PrometheusRule')],
  },
  {
    name: 'dashboard',
    values: { metrics: { dashboard: { enabled: true } } },
    added: [inNamespace('ConfigMap', 'resilience-renderer-dashboard')],
  },
  {
    name: 'everything of the pod',
    values: {
      imagePullSecrets: [{ name: 'mirror' }],
      image: { digest: `sha256:${'a'.repeat(64)}` },
      podAnnotations: { 'linkerd.io/inject': 'disabled' },
      podLabels: { team: 'mesh' },
      priorityClassName: 'system-cluster-critical',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      topologySpreadConstraints: [{ topologyKey: 'rack', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} }],
      serviceAccount: { annotations: { team: 'mesh' } },
      networkPolicy: { metricsFrom: [], apiServerCIDRs: ['10.0.0.1/32'] },
      extraArgs: ['--mesh=linkerd'],
      dryRun: true,
    },
  },
];
