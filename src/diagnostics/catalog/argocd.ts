import type { Catalog } from '../code-entry.ts';

/** RP5030 to RP5039: the config-management plugin of Argo CD. The words that each message needs. */
export interface ArgocdCodes {
  readonly RP5030: { problem: 'json' | 'shape' | 'twice'; name?: string };
  readonly RP5031: { name: string; nearest?: string | undefined; choices: string };
  readonly RP5032: { parameter: string; problem: 'value' | 'type'; value?: string; wanted: string; nearest?: string | undefined };
  readonly RP5033: { path: string; problem: 'address' | 'reference' | 'outside' | 'missing' | 'directory' | 'irregular' };
  readonly RP5034: { command: string };
  readonly RP5035: { command: string; reason: string };
  readonly RP5036: { timeout: string; during: string };
  readonly RP5037: Record<never, never>;
  readonly RP5038: Record<never, never>;
  readonly RP5039: { name: string; wanted: string; found: string };
}

const listProblems: Readonly<Record<ArgocdCodes['RP5030']['problem'], (name: string) => string>> = {
  json: () => 'is not JSON',
  shape: () => 'is not an array of objects that have a name',
  twice: (name) => `sets "${name}" twice`,
};

const fileProblems: Readonly<Record<ArgocdCodes['RP5033']['problem'], readonly [problem: string, hint: string]>> = {
  address: ['is an address, and only files of the repository are read', 'commit the file, or put the values into the parameter values'],
  reference: [
    'refers to another source, which Argo CD does not hand to a plugin',
    'commit the file beside the chart, or put the values into the parameter values',
  ],
  outside: [
    'lies outside the repository',
    'give a path that stays inside the repository; a leading / is its root, as far as the path of the Application tells',
  ],
  missing: [
    'does not exist',
    'give a path relative to the chart, or set ignore-missing-values-files to "true"; the repository may also leave it out of what it hands to plugins',
  ],
  directory: ['is a directory', 'name a file'],
  irregular: ['is not a regular file', 'name a file'],
};

export const argocdCodes: Catalog<ArgocdCodes> = {
  RP5030: {
    severity: 'error',
    exit: 2,
    message: ({ problem, name = '' }) => `ARGOCD_APP_PARAMETERS ${listProblems[problem]?.(name) ?? problem}`,
    hint: ({ problem }) => (problem === 'twice' ? 'remove one of the two from spec.source.plugin.parameters' : undefined),
    explain:
      'Argo CD hands the parameters of an Application (`spec.source.plugin.parameters`) to the plugin in this variable, as a JSON array. Parameters that cannot be read are never taken as absent.',
  },
  RP5031: {
    severity: 'error',
    exit: 2,
    message: ({ name }) => `there is no parameter "${name}"`,
    hint: ({ nearest, choices }) => (nearest === undefined ? `the parameters are ${choices}` : `did you mean "${nearest}"?`),
    explain:
      'The Application sets a parameter of the plugin that does not exist. A misspelt one would otherwise be ignored. Unknown `ARGOCD_ENV_` variables are ignored: they may be meant for helm or for a plugin of kustomize.',
  },
  RP5032: {
    severity: 'error',
    exit: 2,
    message: ({ parameter, problem, value, wanted }) =>
      problem === 'type' ? `${parameter} has to be ${wanted}` : `${parameter} does not take "${value}"`,
    hint: ({ problem, wanted, nearest }) => {
      if (problem === 'type') return 'look the parameter up in docs/argocd.md';
      const give = `give ${wanted.includes(', ') ? 'one of ' : ''}${wanted}`;
      return nearest === undefined ? give : `did you mean "${nearest}"? Otherwise ${give}`;
    },
    explain:
      'A parameter of the plugin, or a variable that stands in for one, has a value that means nothing. It is never replaced by a default: the output would be for something that nobody asked for.',
  },
  RP5033: {
    severity: 'error',
    exit: 2,
    message: ({ path, problem }) => `values file ${path} ${fileProblems[problem]?.[0] ?? problem}`,
    hint: ({ problem }) => fileProblems[problem]?.[1],
    explain:
      'Values files have to lie in the repository of the Application, also where a link leads: beside its checkout lie those of other applications. Nothing is fetched from the network for them.',
  },
  RP5034: {
    severity: 'error',
    exit: 3,
    message: ({ command }) => `${command} is not installed beside resilience-renderer`,
    hint: ({ command }) =>
      `use the image with kustomize and helm (target cmp of the Dockerfile), or put ${command} on the PATH of the sidecar`,
    explain: 'The source of the Application needs another program, which the sidecar of the plugin does not have.',
  },
  RP5035: {
    severity: 'error',
    message: ({ command, reason }) => `${command} failed: ${reason}`,
    explain:
      'The program that turns the source into manifests said no. Everything that it wrote to standard error follows the diagnostics. Nothing is rendered from what it may have printed before.',
  },
  RP5036: {
    severity: 'error',
    message: ({ timeout, during }) => `not done after ${timeout}, during ${during}`,
    hint: () =>
      'look for what is slow, such as remote bases or charts; or raise the parameter timeout together with the repo-server timeout of Argo CD',
    explain:
      'The plugin gives up before Argo CD does: a request that runs into Argo CD’s own limit is killed without a message, and the failure is kept. Parts of a result are never printed.',
  },
  RP5037: {
    severity: 'error',
    message: () => 'nothing would be applied: every object of the source is left out of the output',
    hint: () => 'check the source and the parameter policies; allow-empty set to "true" accepts it',
    explain:
      'The source has objects, but all of them only steer the rendering, such as policies with `policies: drop`. For Argo CD an empty output is an application without resources: with pruning it deletes them all.',
  },
  RP5038: {
    severity: 'error',
    message: () => 'a line of this document begins with --- but is no separator',
    hint: () => 'indent the line, or write the text in another style',
    explain:
      'YAML allows such a line inside a text that goes on at the start of a line. Argo CD takes it for the end of the document and would cut the object there, or refuse the application.',
  },
  RP5039: {
    severity: 'error',
    exit: 2,
    message: ({ name, wanted, found }) => `parameter "${name}" is for the source ${wanted}, but this one is ${found}`,
    hint: ({ wanted }) => `remove it, or set the parameter source to ${wanted}`,
    explain:
      'A parameter that has no meaning for the kind of source would be ignored. Without the parameter `source`, a directory with a kustomization is `kustomize`, one with `Chart.yaml` is `helm`, and any other is `directory`.',
  },
};
