import { isObject, type ObjectValue, stringAt } from '../model/resource.ts';
import type { SourceFile } from '../model/source.ts';
import { parseRange } from './document-text.ts';
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
  | { readonly kind: 'other'; readonly documents: number };

const word = 'ResourceList';

/** Looks for exactly one document of kind ResourceList. A search of the bytes spares everybody else the rest. */
export function findResourceList(file: SourceFile): FoundList {
  if (!file.read(0, file.size).includes(word)) return { kind: 'other', documents: Number.NaN };
  const index = indexFile(file);
  const documents = index.ok ? index.documents : [];
  const [raw] = documents;
  if (raw === undefined || documents.length > 1) return { kind: 'other', documents: documents.length };
  if (raw.sniffed !== undefined && raw.sniffed.kind !== word) return { kind: 'other', documents: 1 };
  const parsed = parseRange(file, raw);
  if (!parsed.ok) return { kind: 'broken', raw, problem: parsed.problem };
  return isObject(parsed.value) && stringAt(parsed.value, ['kind']) === word
    ? { kind: 'list', list: { file, raw, value: parsed.value } }
    : { kind: 'other', documents: 1 };
}
