import { equalValues, isObject, type ObjectValue } from '../model/resource.ts';
import { parseDocument } from '../read/parse.ts';
import { dumpObject } from './dump.ts';
import { type Line, readLine } from './locate-lines.ts';
import { spliceText } from './splice.ts';

/**
 * The text of a block-style ResourceList with other `results` at its end, or with none, every other byte as it was; undefined
 * when that cannot be done in the text. The result is read back and compared.
 */
export function replaceResults(text: string, results: readonly ObjectValue[]): string | undefined {
  const closed = text.endsWith('\n') ? text : `${text}\n`;
  const block = findResults(closed);
  const without = block === undefined ? closed : spliceText(closed, [{ ...block, text: '' }]);
  const edited = results.length === 0 ? without : without + dumpObject({ results });
  const before = parseObject(text);
  const after = parseObject(edited);
  if (before === undefined || after === undefined) return undefined;
  const { results: _, ...rest } = before;
  return equalValues(after, results.length === 0 ? rest : { ...rest, results }) ? edited : undefined;
}

/** The lines of a top-level `results:`, with the comments inside it; those above and below it stay. */
function findResults(text: string): { readonly from: number; readonly to: number } | undefined {
  let found: { readonly from: number; readonly to: number } | undefined;
  for (let line: Line | undefined = readLine(text, 0); line !== undefined; line = nextLine(text, line)) {
    const isAside = line.start === line.end || text[line.from] === '#';
    const isInside = line.start > line.from || text[line.from] === '-';
    if (found !== undefined && !isAside && !isInside) return found;
    if (found === undefined && text.startsWith('results:', line.from)) found = { from: line.from, to: line.next };
    else if (found !== undefined && !isAside) found = { ...found, to: line.next };
  }
  return found;
}

function nextLine(text: string, line: Line): Line | undefined {
  return line.next < text.length ? readLine(text, line.next) : undefined;
}

function parseObject(text: string): ObjectValue | undefined {
  const parsed = parseDocument(text);
  return parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
}
