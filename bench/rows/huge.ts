import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, sizeOf } from '../bench.ts';
import { mixedDocuments } from '../corpus/mixed.ts';
import { type Written, writeFileOf } from '../corpus/write-corpus.ts';
import { type Command, renderer } from '../measure/command.ts';
import { missingProc, peakMemory } from '../measure/peak-memory.ts';
import { BenchError, runCommand } from '../measure/run-command.ts';
import { findPeer, missingPeer } from '../peers.ts';
import { formatMegabytes } from '../report/format-number.ts';
import type { Verdict } from '../report/result.ts';
import type { Row } from './row.ts';

/** About a gigabyte in files of 10,000 documents each, and two and a half from a pipe. */
export const huge: Row = {
  name: 'huge',
  title: '1 GB directory, 2.5 GB standard input',
  *measure(bench) {
    const missing = missingProc('huge input') ?? (findPeer('grep') === undefined ? missingPeer('huge input', 'grep') : undefined);
    if (missing !== undefined) {
      yield missing;
      return;
    }
    const tree = writeFiles(bench, sizeOf(bench, 55, 2));
    yield complete(bench, `a directory of ${formatMegabytes(tree.bytes)}`, { command: renderer('render', tree.path), written: tree });
    const stream = writeFileOf(join(bench.directory, 'stream.yaml'), mixedDocuments({ count: sizeOf(bench, 1_370_000, 2000), seed: 7 }));
    const command = { ...renderer('render', '-'), piped: stream.path };
    yield complete(bench, `standard input of ${formatMegabytes(stream.bytes)}`, { command, written: stream });
  },
};

function writeFiles(bench: Bench, files: number): Written {
  const directory = join(bench.directory, 'tree');
  mkdirSync(directory);
  const count = sizeOf(bench, 10_000, 500);
  const written = Array.from({ length: files }, (_, i) =>
    writeFileOf(join(directory, `part-${i}.yaml`), mixedDocuments({ count, seed: i, first: i * count })),
  );
  const sum = (of: (file: Written) => number): number => written.reduce((total, file) => total + of(file), 0);
  return { path: directory, bytes: sum(({ bytes }) => bytes), becomes: sum(({ becomes }) => becomes) };
}

interface Task {
  readonly command: Command;
  readonly written: Written;
}

/** It works when every document comes out, in Node's default heap; the peak is told beside it. */
function complete(bench: Bench, label: string, { command, written }: Task): Verdict {
  bench.say(`${label}, with the default heap`);
  const output = join(bench.directory, 'output.yaml');
  try {
    const peak = formatMegabytes(peakMemory(bench, { ...command, stdout: output }));
    const found = countDocuments(bench, output);
    const holds = found === written.becomes;
    return { type: 'verdict', label, holds, detail: `${found} of ${written.becomes} documents came out, peak memory ${peak}` };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { type: 'verdict', label, holds: false, detail: error.message };
  }
}

/** grep reads lines; no document of the corpus holds a line of three dashes. The first one has no separator. */
function countDocuments(bench: Bench, output: string): number {
  const counted = join(bench.directory, 'count');
  runCommand({ argv: ['grep', '-c', '-x', '-e', '---', output], stdout: counted });
  return 1 + Number(readFileSync(counted, 'utf8'));
}
