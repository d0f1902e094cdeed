import { type Code, catalog } from '../src/diagnostics/catalog.ts';
import { entryOf } from '../src/diagnostics/entry-of.ts';
import { compareCodePoints } from '../src/model/code-point-order.ts';
import { escapeCell, table } from './generate-reference-table.ts';

const ranges: readonly (readonly [prefix: string, title: string])[] = [
  ['RP1', 'Reading'],
  ['RP2', 'One policy'],
  ['RP3', 'Relations between objects'],
  ['RP4', 'What a mesh cannot do, does differently, or ignores'],
  ['RP5', 'The call and the world around it'],
  ['RP9', 'Bugs of the renderer'],
];

/** One table for each range of codes. */
export function diagnosticTables(): string {
  const codes = (Object.keys(catalog) as Code[]).sort(compareCodePoints);
  const stray = codes.find((code) => !ranges.some(([prefix]) => code.startsWith(prefix)));
  if (stray !== undefined) throw new Error(`${stray} is in no range of the reference`);
  return ranges
    .map(([prefix, title]) => [title, codes.filter((code) => code.startsWith(prefix))] as const)
    .filter(([, found]) => found.length > 0)
    .map(([title, found]) => `### ${title}\n\n${table(['Code', 'Severity', 'Message', 'Why'], found.map(rowOf))}`)
    .join('\n\n');
}

function rowOf(code: Code): readonly string[] {
  const entry = entryOf(code);
  return [code, entry.severity, escapeCell(entry.message(placeholders)), escapeCell(entry.explain)];
}

/** Whatever word a message asks for, it gets its name: `<field>`. */
const placeholders: object = new Proxy({}, { get: (_target, name) => `<${String(name)}>` });
