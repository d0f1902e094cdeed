import fc from 'fast-check';
import type { KubeObject } from '../../src/model/resource.ts';
import { fromText, type SourceFile } from '../../src/model/source.ts';
import { readObject } from './arbitraries-text.ts';

/** One document of a world as text, with the comment-only document before it. */
export interface DocumentModel {
  readonly text: string;
  readonly lead: string;
  /** Index of the policy that the document holds. */
  readonly policy?: number | undefined;
}

/** How documents are laid out in files. */
export interface Packaging {
  readonly modes: readonly ('stream' | 'list' | 'json-list')[];
  /** By document: in which file it stands. */
  readonly assignment: readonly number[];
  readonly separator: string;
  readonly reverse: boolean;
}

const mode = fc.constantFrom('stream', 'stream', 'stream', 'list', 'json-list') satisfies fc.Arbitrary<Packaging['modes'][number]>;
const assignment = fc.array(fc.nat({ max: 2 }), { minLength: 6, maxLength: 12 });
const separator = fc.constantFrom('---\n', '---\n', '--- # next\n', '---\n---\n', '...\n---\n', '---\r\n');

export const packaging: fc.Arbitrary<Packaging> = fc.record({
  modes: fc.array(mode, { minLength: 1, maxLength: 3 }),
  assignment,
  separator,
  reverse: fc.boolean(),
});

/** Only bare separators between whole documents: their bytes stay their own. */
export const streamPackaging: fc.Arbitrary<Packaging> = packaging.map((each) => ({
  ...each,
  modes: each.modes.map(() => 'stream' as const),
  separator: each.separator.replace(' # next', ''),
}));

export const onePerFile = (documents: readonly DocumentModel[]): readonly SourceFile[] =>
  documents.map(({ text, lead }, i) => fromText(`d${i}.yaml`, streamOf([{ text, lead }], '---\n')));

/** The files of a world. What is skipped leaves every other document in its place. */
export function filesOf(
  documents: readonly DocumentModel[],
  { modes, assignment: places, separator: between, reverse }: Packaging,
  skip: (document: DocumentModel) => boolean = () => false,
): readonly SourceFile[] {
  const files = modes.flatMap((how, file) => {
    const own = documents.filter((document, i) => (places[i % places.length] ?? 0) % modes.length === file && !skip(document));
    return own.length === 0 ? [] : [writeFile(own, how, { between, file })];
  });
  return reverse ? [...files].reverse() : files;
}

function writeFile(
  documents: readonly DocumentModel[],
  mode_: Packaging['modes'][number],
  how: { readonly between: string; readonly file: number },
): SourceFile {
  switch (mode_) {
    case 'stream':
      return fromText(`f${how.file}.yaml`, streamOf(documents, how.between));
    case 'list':
      return fromText(`f${how.file}.yaml`, `apiVersion: v1\nkind: List\nitems:\n${documents.map(({ text }) => memberOf(text)).join('')}`);
    case 'json-list':
      return fromText(
        `f${how.file}.json`,
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: documents.map(({ text }) => readObject(text) as object) }, null, 2),
      );
  }
}

function streamOf(documents: readonly DocumentModel[], between: string): string {
  return documents
    .map(
      ({ text, lead }, i) => `${lead === '' ? '' : `${lead}---\n`}${text}${i === documents.length - 1 || text.endsWith('\n') ? '' : '\n'}`,
    )
    .join(between);
}

function memberOf(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').trimEnd().split('\n');
  return lines.map((line, i) => (i === 0 ? `- ${line}\n` : line === '' ? '\n' : `  ${line}\n`)).join('');
}

/** The bytes that a document has in the output where nothing changes it. */
export function bytesOf({ text, lead }: DocumentModel): string {
  return lead + text + (text.endsWith('\n') ? '' : '\n');
}

export function objectOf({ text }: DocumentModel): KubeObject {
  return readObject(text);
}
