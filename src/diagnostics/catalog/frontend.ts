import type { Catalog } from '../code-entry.ts';

/** RP5xxx: how the tool is called, and the world around it. RP9xxx: our own bugs. The words that each message needs. */
export interface FrontendCodes {
  readonly RP5001: { path: string };
  readonly RP5002: { path: string; reason: string };
  readonly RP5003: Record<never, never>;
  readonly RP5004: { path: string };
  readonly RP5005: { path: string };
  readonly RP5006: { option: string; value: string; choices: string; nearest?: string | undefined };
  readonly RP5007: { field: string; problem: string };
  readonly RP5008: { path: string; reason: string };
  readonly RP5009: Record<never, never>;
  readonly RP5010: { reason: string };
  readonly RP9001: { detail: string };
}

export const frontendCodes: Catalog<FrontendCodes> = {
  RP5001: {
    severity: 'error',
    exit: 3,
    message: ({ path }) => `there is no file or directory ${path}`,
    hint: () => 'check the path; `-` reads standard input',
    explain: 'A path that does not exist is never taken as an empty one.',
  },
  RP5002: {
    severity: 'error',
    exit: 3,
    message: ({ path, reason }) => `${path} cannot be read: ${reason}`,
    explain: 'Rendering without the file would leave its objects out.',
  },
  RP5003: {
    severity: 'error',
    message: () => 'there is no object in the input',
    hint: () => 'check the paths, and the producer if this is a pipe; --allow-empty accepts an empty input',
    explain:
      'An empty set of manifests makes Argo CD prune the whole application. A producer that failed in a pipe must not look like an empty application.',
  },
  RP5004: {
    severity: 'info',
    message: ({ path }) => `${path} is a Helm chart and is skipped`,
    hint: ({ path }) => `render it first: helm template ${path} | resilience-renderer render -`,
    explain: 'The files of a chart are templates. They are manifests only after `helm template`.',
  },
  RP5005: {
    severity: 'warning',
    message: ({ path }) => `${path} holds a kustomization, but its files are read as they are`,
    hint: ({ path }) => `pipe what it builds instead: kustomize build ${path} | resilience-renderer render -`,
    explain: 'A kustomization may rename, patch and generate objects. Reading its files without building it sees none of that.',
  },
  RP5006: {
    severity: 'error',
    exit: 2,
    message: ({ option, value }) => `${option} does not take "${value}"`,
    hint: ({ nearest, choices }) =>
      nearest === undefined
        ? `give ${choices.includes(', ') ? 'one of ' : ''}${choices}`
        : `did you mean "${nearest}"? Choices: ${choices}`,
    explain: 'An unknown name is never replaced by a default: the output would be for a mesh or version that nobody asked for.',
  },
  RP5007: {
    severity: 'error',
    exit: 2,
    message: ({ field, problem }) => `RendererConfig: ${field} ${problem}`,
    hint: () => 'see schemas/renderer-config.schema.json or docs/reference.md for the options',
    explain: 'The configuration does not match its schema. A misspelt option would otherwise be ignored.',
  },
  RP5008: {
    severity: 'warning',
    message: ({ path, reason }) => `${path} is skipped: ${reason}`,
    explain:
      'Only regular files below the given paths are read. A link that leaves its root could pull in files of another repository or of the machine.',
  },
  RP5009: {
    severity: 'error',
    message: () => 'a document that does not parse cannot be printed as JSON',
    hint: () => 'use --output yaml, which passes it through, or fix the document',
    explain: 'With --output json every object is parsed; text that cannot be parsed has no JSON form.',
  },
  RP5010: {
    severity: 'error',
    exit: 3,
    message: ({ reason }) => `the output cannot be written: ${reason}`,
    hint: () => 'discard what was written: it is incomplete',
    explain:
      'The system refused a write to standard output, for example because the disk is full. What stands there already is only a part of the set.',
  },
  RP9001: {
    severity: 'error',
    exit: 3,
    message: ({ detail }) => `internal error: ${detail}`,
    hint: () => 'this is a bug in resilience-renderer, please report it with the input that shows it',
    explain: 'The program met something that it has no answer to, and stopped. Its own mistakes are never blamed on the input.',
  },
};
