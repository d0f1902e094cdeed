import type { Catalog } from '../code-entry.ts';

/** RP5040 to RP5049: the status reporter. The words that each message needs. */
export interface ReporterCodes {
  readonly RP5040: Record<never, never>;
  readonly RP5041: { path: string; reason: string };
  readonly RP5042: { address: string; reason: string };
  readonly RP5045: { namespace: string };
  readonly RP5046: { namespace: string; namespaces: string; nearest?: string | undefined };
  readonly RP5047: Record<never, never>;
}

export const reporterCodes: Catalog<ReporterCodes> = {
  RP5040: {
    severity: 'error',
    exit: 2,
    message: () => 'there is no cluster to report on: this is not a pod with a service account',
    hint: () =>
      'give --kubeconfig FILE outside a cluster; in one, mount a token of the ServiceAccount at /var/run/secrets/kubernetes.io/serviceaccount, as the chart does',
    explain:
      'In a pod the reporter takes the address of the API server from KUBERNETES_SERVICE_HOST and its credentials from the mounted service account. Elsewhere it reads the kubeconfig that it is given, and never one that just lies there: it would write into whatever cluster was used last.',
  },
  RP5041: {
    severity: 'error',
    exit: 3,
    message: ({ path, reason }) => `kubeconfig ${path} cannot be used: ${reason}`,
    hint: () => 'check it with kubectl --kubeconfig; only https servers are supported',
    explain:
      'The file cannot be read, names no current cluster, or a certificate or credential plugin that it refers to fails. Nothing is reported until this is cured.',
  },
  RP5042: {
    severity: 'error',
    exit: 3,
    message: ({ address, reason }) => `cannot listen on ${address}: ${reason}`,
    hint: () => 'give another address with --metrics-bind-address or --health-probe-bind-address, or 0 to turn it off',
    explain: 'Another process, or the other of the two servers, has the address already, or the system does not give it.',
  },
  RP5045: {
    severity: 'error',
    exit: 2,
    message: ({ namespace }) =>
      namespace === '' ? 'two RendererConfigs are for all namespaces' : `two RendererConfigs are for namespace ${namespace}`,
    hint: ({ namespace }) =>
      namespace === '' ? 'give all but one the metadata.namespace that it is for' : 'join them, or correct the metadata.namespace of one',
    explain:
      'The configuration of the reporter may hold several documents: one for all namespaces, and one for each namespace that is rendered with other options. Of two for the same namespace neither can win.',
  },
  RP5046: {
    severity: 'warning',
    message: ({ namespace }) => `the RendererConfig for namespace ${namespace} is not used: the reporter does not look at that namespace`,
    hint: ({ namespaces, nearest }) =>
      nearest === undefined ? `--namespace names ${namespaces}; add it there, or drop the document` : `did you mean "${nearest}"?`,
    explain:
      'With --namespace only the policies of the named namespaces are reported on. A misspelt metadata.namespace would otherwise leave the policies of the namespace that was meant with the general options.',
  },
  RP5047: {
    severity: 'error',
    exit: 2,
    message: () => '--mesh auto is not for the reporter, which does not watch the workloads that it would have to ask',
    hint: () =>
      'name the mesh, with a RendererConfig of its own for a namespace in another one, or annotate policies with resilience.auth-platform.github.com/mesh',
    explain:
      'In files, auto reads the pod templates of all workloads. In a cluster that would mean watching every workload of every namespace for a question that a configuration by namespace answers.',
  },
};
