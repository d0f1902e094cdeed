import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBytes, type SourceFile } from '../../model/source.ts';
import { applicationName, substituteVariables } from './build-environment.ts';
import type { Call } from './call.ts';
import { chartRepositories } from './chart-repositories.ts';
import { refuseOutwardLinks } from './outward-links.ts';
import { reportFailure, runTool, type Tool } from './run-tool.ts';
import { resolveValuesFiles } from './values-files.ts';

/** What `helm template` makes of the chart in the working directory, called as Argo CD calls it (argo-cd util/helm). Undefined when an error was reported (RP5033 to RP5036, RP5058). */
export function templateChart(scratch: string, call: Call): SourceFile | undefined {
  const valuesFiles = resolveValuesFiles(call);
  if (valuesFiles === undefined || !refuseOutwardLinks(call)) return undefined;
  const inline = call.values.values;
  const inlineFile = join(scratch, 'values.yaml');
  if (inline !== undefined) writeFileSync(inlineFile, inline, { mode: 0o600 });
  const files = inline === undefined ? valuesFiles : [...valuesFiles, inlineFile];
  const tool: Tool = { command: 'helm', args: helmArguments(files, call), name: 'helm template', scratch };
  const hadLock = existsSync('Chart.lock');
  let result = runTool(tool, call);
  if (result.kind === 'failed' && lacksDependencies(result.stderr)) {
    if (!buildDependencies(scratch, call)) return undefined;
    result = runTool(tool, call);
  }
  // helm writes a lock beside a chart without one, with which `helm dependency build` then fails (helm#6870).
  if (!hadLock) rmSync('Chart.lock', { force: true });
  if (result.kind === 'failed') reportFailure(tool, result.stderr, call);
  return result.kind === 'done' ? { ...fromBytes(tool.name, result.stdout), piped: true } : undefined;
}

function helmArguments(files: readonly string[], { values, world: { env } }: Call): readonly string[] {
  const flag = (name: string, value: string | undefined): readonly string[] => (value ? [name, value] : []);
  const sets = (name: string, map: Readonly<Record<string, string>> = {}): readonly string[] =>
    Object.entries(map).flatMap(([key, value]) => [name, `${key}=${escapeCommas(substituteVariables(value, env))}`]);
  const versions = (env['KUBE_API_VERSIONS'] ?? '').split(',').filter((version) => version !== '');
  return [
    ...['template', '.'],
    ...flag('--name-template', values['release-name'] ?? applicationName(env)),
    ...flag('--namespace', env['ARGOCD_APP_NAMESPACE']),
    ...flag('--kube-version', env['KUBE_VERSION']),
    ...sets('--set', values['helm-parameters']),
    ...sets('--set-string', values['helm-string-parameters']),
    ...files.flatMap((file) => ['--values', file]),
    ...versions.flatMap((version) => ['--api-versions', version]),
    ...(values['skip-crds'] === true ? [] : ['--include-crds']),
    ...(values['skip-schema-validation'] === true ? ['--skip-schema-validation'] : []),
    ...(values['skip-tests'] === true ? ['--skip-tests'] : []),
  ];
}

/** One parameter is one value for Argo CD, where a comma would begin another for helm; `{a,b}` is a list. */
function escapeCommas(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replace(/(?<!\\),/g, '\\,');
}

/** The words by which Argo CD knows it. */
function lacksDependencies(stderr: string): boolean {
  return /found in (?:requirements\.yaml, but missing in charts|Chart\.yaml, but missing in charts\/ directory)/.test(stderr);
}

function buildDependencies(scratch: string, call: Call): boolean {
  const adds = chartRepositories(call.repository).map(
    ({ name, url }): Tool => ({ command: 'helm', args: ['repo', 'add', name, url], name: `helm repo add ${url}`, scratch }),
  );
  const build: Tool = { command: 'helm', args: ['dependency', 'build'], name: 'helm dependency build', scratch };
  for (const tool of [...adds, build]) {
    const result = runTool(tool, call);
    if (result.kind === 'failed') reportFailure(tool, result.stderr, call);
    if (result.kind !== 'done') return false;
  }
  return true;
}
