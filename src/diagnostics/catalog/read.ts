import type { Catalog } from '../code-entry.ts';

/** RP1xxx: bytes that cannot be read as manifests. The words that each message needs. */
export interface ReadCodes {
  readonly RP1001: { reason: string };
  readonly RP1002: { reason: string };
  readonly RP1003: { expression: string };
  readonly RP1004: { key?: string };
  readonly RP1005: { encoding: string };
  readonly RP1006: { index: number; found: string };
  readonly RP1010: Record<never, never>;
  readonly RP1011: { kind: string; tool: string };
  readonly RP1012: { missing: string };
}

export const readCodes: Catalog<ReadCodes> = {
  RP1001: {
    severity: 'error',
    message: ({ reason }) => `this document cannot be read: ${reason}`,
    hint: () => 'fix the text; if the file is not a manifest, keep it out with --exclude',
    explain:
      'A document that may hold a Service, a policy or another kind that the plan reads has to be understood. Leaving it out would change what is rendered without a word, so nothing is rendered at all.',
  },
  RP1002: {
    severity: 'warning',
    message: ({ reason }) => `this document does not parse (${reason}) and passes through unchanged`,
    hint: () =>
      'it holds none of the kinds that are read here, but the cluster will refuse it; check it with `kubectl apply --dry-run=client`',
    explain:
      'The text is broken, but it is certain that it is none of the kinds that the plan reads, so the rendered set does not depend on it. It is copied byte for byte.',
  },
  RP1003: {
    severity: 'error',
    message: ({ expression }) => `template text ${expression} is left in a manifest`,
    hint: () => 'render the template first (`helm template … | resilience-renderer render -`) or keep its directory out with --exclude',
    explain:
      'Text in double braces is a Helm or Go template, not a manifest. Rendering has to happen after templating, since only then names and ports are known.',
  },
  RP1004: {
    severity: 'error',
    message: ({ key }) => `${key === undefined ? 'a key' : `the key "${key}"`} stands twice in one mapping`,
    hint: () => 'remove one of the two: kubectl silently takes the last, kustomize refuses both',
    explain:
      'Tools disagree about which of two equal keys wins. In a document that decides what is rendered, a guess would be wrong for some of them.',
  },
  RP1005: {
    severity: 'error',
    message: ({ encoding }) => `the file is ${encoding}, not UTF-8`,
    hint: ({ encoding }) => `convert it to UTF-8 (iconv -f ${encoding} -t UTF-8)`,
    explain: 'Kubernetes manifests are UTF-8. kustomize reads a UTF-16 file as empty, which would drop its objects in silence.',
  },
  RP1006: {
    severity: 'error',
    message: ({ index, found }) => `items[${index}] of this List is ${found}, not an object that a cluster knows`,
    hint: () => 'remove it, or check the indentation of the list',
    explain: 'Every member of a List must be an object with apiVersion and kind.',
  },
  RP1010: {
    severity: 'info',
    message: () => 'no apiVersion and kind: not a manifest, not printed',
    hint: () => 'keep such files out with --exclude to silence this notice',
    explain:
      'Files such as Helm values or CI pipelines live beside manifests. They are not objects, and a YAML stream that holds them cannot be applied, so they are left out of the output.',
  },
  RP1011: {
    severity: 'info',
    message: ({ kind, tool }) => `${kind} configures ${tool} and is not printed`,
    explain: 'Configuration of client-side tools never belongs in a cluster: the API server has no such kind.',
  },
  RP1012: {
    severity: 'warning',
    message: ({ missing }) => `the document has no ${missing} and passes through unchanged`,
    hint: ({ missing }) => `add ${missing}: the API server refuses an object without it`,
    explain: 'The object takes no part in planning, because it cannot be identified. It is copied as it is.',
  },
};
