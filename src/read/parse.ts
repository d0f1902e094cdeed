import { load, YAMLException } from 'js-yaml';
import { type DocumentLimits, deepest } from '../model/limits.ts';
import type { FieldPath } from '../model/place.ts';
import type { Value } from '../model/resource.ts';
import { kubectlSchema, taggedSchema } from './dialect.ts';
import { findExcess } from './find-excess.ts';
import { reasonOfProblem } from './reason-of-problem.ts';

/** Why a document cannot be read, and where in it (an index into its text). */
export interface ParseProblem {
  readonly reason: string;
  readonly index: number;
  /** The limit that the document exceeds. */
  readonly excess?: Excess;
}

/** More than is read; `path` leads to what is too much, where that is known. */
export interface Excess {
  readonly limit: keyof DocumentLimits;
  readonly most: number;
  readonly path?: FieldPath;
}

export type Parsed = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: ParseProblem };

/** For text that has been read before, or that we wrote: what is safe to walk, and no more. */
const unlimited: DocumentLimits = { documentSize: Infinity, lineLength: Infinity, depth: deepest, keys: Infinity, aliases: Infinity };
/** A merge key copies keys, of which the shortest is a character long. The library counts them, whatever they are. */
const charactersOfKey = 8;

/** One YAML or JSON document as kubectl reads it; an empty one is null. Duplicate keys are a problem. Never throws. */
export function parseDocument(text: string, limits: DocumentLimits = unlimited): Parsed {
  const line = findLongLine(text, limits.lineLength);
  if (line !== -1) return exceeds(line, { limit: 'lineLength', most: limits.lineLength });
  const lead = startsWithDashes(text) ? '---\n' : '';
  try {
    const { depth, aliases } = limits;
    const maxTotalMergeKeys = Number.isFinite(aliases) ? Math.ceil(aliases / charactersOfKey) : -1;
    const value = (load(lead + text, { schema: kubectlSchema, maxDepth: depth, maxTotalMergeKeys } as object) ?? null) as Value;
    const excess = findExcess(value, text, limits);
    return excess === undefined ? { ok: true, value } : exceeds(0, { ...excess, most: limits[excess.limit] });
  } catch (error) {
    if (error instanceof YAMLException) return toProblem(error, lead.length, limits);
    return { ok: false, problem: { reason: reasonOfProblem(error), index: 0 } };
  }
}

export function exceeds(index: number, excess: Excess): Parsed {
  return { ok: false, problem: { reason: `it exceeds the limit ${excess.limit}`, index, excess } };
}

/** The library tells by its words alone which limit it met. */
function toProblem(error: YAMLException, lead: number, { depth, aliases }: DocumentLimits): Parsed {
  const { reason, mark } = error;
  const index = Math.max(0, (mark?.position ?? 0) - lead);
  if (reason.startsWith('nesting exceeded maxDepth')) return exceeds(index, { limit: 'depth', most: depth });
  if (reason.startsWith('merge keys exceeded')) return exceeds(index, { limit: 'aliases', most: aliases });
  return { ok: false, problem: { reason: reasonOfProblem(error), index } };
}

/** js-yaml takes the dashes of `---word` for a separator where a document starts, unless one stands before it; YAML 1.2 §9.1.4 does not. */
function startsWithDashes(text: string): boolean {
  let at = 0;
  // Line by line: an expression would remember each line that it may have to go back to.
  for (let line = /[ \t]*(?:#[^\n]*)?\r?\n/y; line.test(text); ) at = line.lastIndex;
  return text.startsWith('---', at) && at + 3 < text.length && !/\s/.test(text.charAt(at + 3));
}

/** Where the first line starts that is longer than the limit, -1 if none is. Looks at one line break for each `limit` characters or more. */
function findLongLine(text: string, limit: number): number {
  for (let start = 0; text.length - start > limit; ) {
    const end = text.lastIndexOf('\n', start + limit);
    if (end < start) return start;
    start = end + 1;
  }
  return -1;
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
