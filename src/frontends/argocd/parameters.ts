import { meshes } from '../../mesh/registry.ts';
import { autoMesh } from '../../model/options.ts';
import { policyFields } from '../../model/policy-field.ts';

/** What an Application sets; the rest is absent. Everything is a string in Argo CD; here a value has its own type. */
export interface ParameterValues {
  readonly source?: string;
  readonly timeout?: string;
  readonly recurse?: boolean;
  readonly exclude?: readonly string[];
  readonly mesh?: string;
  readonly 'mesh-version'?: string;
  readonly annotations?: string;
  readonly 'gateway-channel'?: string;
  readonly 'cluster-domain'?: string;
  readonly policies?: string;
  readonly orphans?: string;
  readonly 'allow-loss'?: readonly string[];
  readonly strict?: boolean;
  readonly adopt?: boolean;
  readonly 'allow-cross-namespace'?: boolean;
  readonly 'allow-empty'?: boolean;
  readonly 'parse-all'?: boolean;
  readonly 'release-name'?: string;
  readonly 'values-files'?: readonly string[];
  readonly 'ignore-missing-values-files'?: boolean;
  readonly values?: string;
  readonly 'helm-parameters'?: StringMap;
  readonly 'helm-string-parameters'?: StringMap;
  readonly 'skip-crds'?: boolean;
  readonly 'skip-tests'?: boolean;
  readonly 'skip-schema-validation'?: boolean;
}

type StringMap = Readonly<Record<string, string>>;

export type ParameterValue = string | boolean | readonly string[] | StringMap;

/** What a value is: one string, `true` or `false`, several strings, or strings by name. */
type ParameterKind = 'text' | 'flag' | 'list' | 'map';

type KindOf<Value> = Value extends boolean ? 'flag' : Value extends string ? 'text' : Value extends readonly string[] ? 'list' : 'map';

interface Row<Kind> {
  readonly kind: Kind;
  readonly title: string;
  readonly tooltip: string;
  /** The only values that a text takes, or an item of a list. */
  readonly choices?: readonly string[];
  /** The one source that it means something for. */
  readonly of?: 'directory' | 'helm';
  /** Announced by plugin.yaml, because nothing in a repository can give it a value; the others are announced for each application. */
  readonly fixed?: true;
}

/** One parameter of the plugin: read from an Application, announced to Argo CD, and described in docs/argocd.md. */
export interface Parameter extends Row<ParameterKind> {
  readonly name: string;
}

/** In the order of Argo CD's form. A parameter without a row does not compile, nor one whose kind is not that of its value. */
const rows: { readonly [Name in keyof ParameterValues]-?: Row<KindOf<NonNullable<ParameterValues[Name]>>> } = {
  source: {
    kind: 'text',
    title: 'Source',
    tooltip: 'What the directory is; auto takes a kustomization, then a Helm chart, then plain manifests',
    choices: ['auto', 'directory', 'kustomize', 'helm'],
    fixed: true,
  },
  timeout: { kind: 'text', title: 'Timeout', tooltip: 'When to give up, as 50s; must be less than Argo CD allows', fixed: true },
  recurse: { kind: 'flag', title: 'Recurse', tooltip: 'Read directories below too (default: true)', of: 'directory', fixed: true },
  exclude: { kind: 'list', title: 'Exclude', tooltip: 'Files to leave out, as glob patterns', of: 'directory' },
  mesh: {
    kind: 'text',
    title: 'Mesh',
    tooltip: 'The mesh to render for; auto takes what the source shows',
    choices: [...Object.keys(meshes), autoMesh],
  },
  'mesh-version': { kind: 'text', title: 'Mesh version', tooltip: 'Version of the mesh, as 2.18 (default: the newest known)' },
  annotations: {
    kind: 'text',
    title: 'Annotations',
    tooltip: 'What the mesh enforces (upstream), or the table of the operator design document',
    choices: ['upstream', 'operator-v1'],
  },
  'gateway-channel': {
    kind: 'text',
    title: 'Gateway API channel',
    tooltip: 'Of the Gateway API CRDs; retry is in the experimental one only',
    choices: ['standard', 'experimental'],
  },
  'cluster-domain': {
    kind: 'text',
    title: 'Cluster domain',
    tooltip: 'DNS domain of the cluster, for host names (default: cluster.local)',
  },
  policies: {
    kind: 'text',
    title: 'Policies',
    tooltip: 'Whether ResiliencePolicies are applied to the cluster too (default: keep)',
    choices: ['keep', 'drop'],
  },
  orphans: {
    kind: 'text',
    title: 'Orphans',
    tooltip: 'What to do with a generated object whose policy is not in the source (default: error)',
    choices: ['error', 'remove', 'keep'],
  },
  'allow-loss': {
    kind: 'list',
    title: 'Allow loss',
    tooltip: 'Policy fields that the mesh may leave unenforced, or all',
    choices: ['all', ...policyFields],
  },
  strict: { kind: 'flag', title: 'Strict', tooltip: 'Warnings fail; otherwise they stand in the log of the sidecar only' },
  adopt: { kind: 'flag', title: 'Adopt', tooltip: 'Policies take over annotations that were written by hand' },
  'allow-cross-namespace': {
    kind: 'flag',
    title: 'Allow other namespaces',
    tooltip: 'Policies may target Services of other namespaces without a ReferenceGrant',
  },
  'allow-empty': { kind: 'flag', title: 'Allow empty', tooltip: 'Accept that nothing comes out; with pruning, that deletes everything' },
  'parse-all': { kind: 'flag', title: 'Parse all', tooltip: 'Parse every document, also those that nothing depends on' },
  'release-name': { kind: 'text', title: 'Release name', tooltip: 'Name of the release (default: the application)', of: 'helm' },
  'values-files': {
    kind: 'list',
    title: 'Values files',
    tooltip: 'Relative to the chart; with a leading / to the root of the repository',
    of: 'helm',
  },
  'ignore-missing-values-files': {
    kind: 'flag',
    title: 'Ignore missing values files',
    tooltip: 'Values files that do not exist are passed over',
    of: 'helm',
  },
  values: { kind: 'text', title: 'Values', tooltip: 'Values as YAML; they win over values files', of: 'helm' },
  'helm-parameters': { kind: 'map', title: 'Helm parameters', tooltip: 'Single values, as helm --set takes them', of: 'helm' },
  'helm-string-parameters': {
    kind: 'map',
    title: 'Helm string parameters',
    tooltip: 'Single values that stay strings, as helm --set-string takes them',
    of: 'helm',
  },
  'skip-crds': { kind: 'flag', title: 'Skip CRDs', tooltip: 'Leave out the CRDs of the chart', of: 'helm' },
  'skip-tests': { kind: 'flag', title: 'Skip tests', tooltip: 'Leave out the tests of the chart', of: 'helm' },
  'skip-schema-validation': {
    kind: 'flag',
    title: 'Skip schema validation',
    tooltip: 'Do not check values against the schema of the chart',
    of: 'helm',
  },
};

export const parameters: readonly Parameter[] = Object.entries(rows).map(([name, row]) => ({ name, ...row }));

/** The variable that stands in for a parameter: `ARGOCD_ENV_MESH_VERSION`. */
export function variableOf(name: string): string {
  return `ARGOCD_ENV_${name.toUpperCase().replaceAll('-', '_')}`;
}
