import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, sizeOf } from '../bench.ts';
import { type CorpusDocument, mixedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { renderer } from '../measure/command.ts';
import { runCommand } from '../measure/run-command.ts';
import type { Verdict } from '../report/result.ts';

const label = 'untouched documents byte-equal';

/** Every document that no policy is about comes out once, with the bytes that went in. */
export function untouchedDocuments(bench: Bench): Verdict {
  bench.say(label);
  const documents = [...mixedDocuments({ count: sizeOf(bench, 10_000, 500), seed: 7 })];
  const { path } = writeFileOf(join(bench.directory, 'mixed.yaml'), documents);
  const output = join(bench.directory, 'output.yaml');
  runCommand({ ...renderer('render', path), stdout: output });
  return compareDocuments(documents, readFileSync(output, 'utf8'));
}

/** Exported for its test: an oracle has to be able to fail. */
export function compareDocuments(documents: readonly CorpusDocument[], output: string): Verdict {
  const annotated = new Set(documents.map(({ annotates }) => annotates));
  const untouched = documents.filter(({ name, list }) => list !== true && !annotated.has(name));
  const printed = output.split(/^---\n/m);
  const times = new Map<string, number>();
  for (const text of printed) times.set(text, (times.get(text) ?? 0) + 1);
  const wrong = untouched.filter(({ text }) => times.get(text) !== 1);
  const becomes = documents.reduce((sum, document) => sum + document.becomes, 0);
  const counts = `${printed.length} documents came out, ${becomes} expected`;
  const detail =
    wrong.length > 0
      ? `${wrong.length} of ${untouched.length} changed, were lost or came twice; the first is ${wrong[0]?.name}`
      : `${untouched.length} compared; ${counts}`;
  return { type: 'verdict', label, holds: wrong.length === 0 && printed.length === becomes && untouched.length > 0, detail };
}
