import type { KubeObject } from '../../src/model/resource.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { type CliResult, callCli } from './run-cli.ts';

/** A result as the KRM functions specification has it. */
export interface FunctionResult {
  readonly message: string;
  readonly severity: string;
  readonly resourceRef?: Readonly<Record<string, string>>;
  readonly field?: { readonly path: string };
  readonly file?: { readonly path: string; readonly index?: number };
  readonly tags: { readonly code: string };
}

/** What a function gave back, as its callers read it. */
export interface Answer extends CliResult {
  readonly items: readonly KubeObject[];
  readonly results: readonly FunctionResult[];
}

/** A ResourceList in kyaml's style of these objects, each a text that starts in column 0. */
export function listText(items: readonly string[], more = '', apiVersion = 'config.kubernetes.io/v1'): string {
  const members = items.map((item) =>
    item
      .replace(/^\s*\n/, '')
      .replace(/^(?=.)/gm, '  ')
      .replace(/^ {2}/, '- '),
  );
  return `apiVersion: ${apiVersion}\nkind: ResourceList\nitems:\n${members.join('')}${more}`;
}

/** Calls the program as kustomize and kpt do: without arguments, or with those given. */
export function callFunction(stdin: string, argv: readonly string[] = [], cwd = '.'): Answer {
  const called = callCli(argv, { cwd, stdin });
  const parsed = parseDocument(called.stdout);
  const list = (parsed.ok ? (parsed.value ?? {}) : {}) as { readonly items?: readonly KubeObject[]; readonly results?: unknown };
  return { ...called, items: list.items ?? [], results: (list.results ?? []) as readonly FunctionResult[] };
}

/** A RendererConfig as functionConfig. */
export function configText(spec: string): string {
  return `functionConfig:
  apiVersion: resilience.auth-platform.github.com/v1
  kind: RendererConfig
  metadata:
    name: renderer
  spec:
    ${spec}
`;
}
