import type { Limits } from '../model/limits.ts';
import { isObject, type ObjectValue, stringAt } from '../model/resource.ts';
import { fromBytes, type SourceFile } from '../model/source.ts';
import { parseRange, rememberParsed } from './document-text.ts';
import { indexFile, type RawDocument } from './index-file.ts';
import type { ParseProblem } from './parse.ts';

/** What kustomize and kpt hand to a function (KRM functions specification, krm-argocd facts §1). */
export interface ResourceList {
  readonly file: SourceFile;
  readonly raw: RawDocument;
  readonly value: ObjectValue;
}

/** What a file is to a function; `broken` is one document that speaks of a ResourceList and cannot be read. */
export type FoundList =
  | { readonly kind: 'list'; readonly list: ResourceList }
  | { readonly kind: 'broken'; readonly raw: RawDocument; readonly problem: ParseProblem }
  | { readonly kind: 'other' };

const word = 'ResourceList';
const other: FoundList = { kind: 'other' };
/** Bytes; a document of a stream is rarely larger than a tenth of it. */
const glance = 65_536;

/** Looks for exactly one document of kind ResourceList. A search of the bytes spares everybody else the rest. Without limits for what we wrote. */
export function findResourceList(file: SourceFile, limits?: Limits): FoundList {
  const raw = onlyDocument(file, limits?.documents);
  if (raw === undefined || (raw.sniffed !== undefined && raw.sniffed.kind !== word)) return other;
  if (!file.read(raw.from, raw.to).includes(word)) return other;
  const parsed = parseRange(file, raw, limits);
  rememberParsed(file, { range: raw, limits, parsed });
  if (!parsed.ok) return { kind: 'broken', raw, problem: parsed.problem };
  return isObject(parsed.value) && stringAt(parsed.value, ['kind']) === word
    ? { kind: 'list', list: { file, raw, value: parsed.value } }
    : other;
}

/** Undefined for a file of several: most streams are, and show it in their first bytes. */
function onlyDocument(file: SourceFile, documents = Number.POSITIVE_INFINITY): RawDocument | undefined {
  const start = indexFile(fromBytes(file.path, file.read(0, Math.min(file.size, glance))));
  // The last one may go on behind these bytes, and `---` at their end may be the start of a word.
  if (start.ok && start.documents.length > 2) return undefined;
  const index = indexFile(file, { documents });
  return index.ok && index.documents.length === 1 ? index.documents[0] : undefined;
}
