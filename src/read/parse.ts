import { load, YAMLException } from 'js-yaml';
import type { Value } from '../model/resource.ts';
import { kubectlSchema, taggedSchema } from './dialect.ts';

/** Why a document cannot be read, and where in it (an index into its text). */
export interface ParseProblem {
  readonly reason: string;
  readonly index: number;
}

export type Parsed = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: ParseProblem };

/** js-yaml takes the dashes of `---word` for a separator where a document starts, unless one stands before it; YAML 1.2 §9.1.4 does not. */
const startsWithDashes = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*---[^\s]/;

/** One YAML or JSON document as kubectl reads it; an empty one is null. Duplicate keys are a problem. Never throws. */
export function parseDocument(text: string): Parsed {
  const lead = startsWithDashes.test(text) ? '---\n' : '';
  try {
    return { ok: true, value: (load(lead + text, { schema: kubectlSchema }) ?? null) as Value };
  } catch (error) {
    if (error instanceof YAMLException) {
      return { ok: false, problem: { reason: error.reason, index: Math.max(0, (error.mark?.position ?? 0) - lead.length) } };
    }
    return { ok: false, problem: { reason: error instanceof Error ? error.message : String(error), index: 0 } };
  }
}

/**
 * The value of a document whose tags (`!Ref`, `!!python/name`) made it unreadable, to tell what it is; undefined when that
 * was not the reason. CloudFormation, GitLab CI and MkDocs files lie beside manifests and are full of them.
 */
export function parseTagged(text: string): Value | undefined {
  try {
    return (load(text, { schema: taggedSchema() }) ?? null) as Value;
  } catch {
    return undefined;
  }
}
