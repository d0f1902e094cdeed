import type { World } from '../world.ts';

/** What Argo CD calls the build environment: the variables that it puts into parameters of its own Helm support. */
const names: ReadonlySet<string> = new Set(
  [
    'NAME',
    'NAMESPACE',
    'PROJECT_NAME',
    'REVISION',
    'REVISION_SHORT',
    'REVISION_SHORT_8',
    'SOURCE_PATH',
    'SOURCE_REPO_URL',
    'SOURCE_TARGET_REVISION',
  ].map((name) => `ARGOCD_APP_${name}`),
);

/** Puts them into a parameter, as Argo CD would; `$$` is a dollar sign. Unlike there, any other `$word` stays: it may be part of a password. */
export function substituteVariables(text: string, env: World['env']): string {
  return text.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (found: string, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    return names.has(name) ? (env[name] ?? '') : found;
  });
}

/** An application outside Argo CD's own namespace is called `<namespace>_<name>`. */
export function applicationName(env: World['env']): string {
  const name = env['ARGOCD_APP_NAME'] ?? '';
  return name.slice(name.indexOf('_') + 1);
}
