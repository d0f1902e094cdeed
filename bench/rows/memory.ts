import { join } from 'node:path';
import { type Bench, sizeOf } from '../bench.ts';
import { mixedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { type Command, renderer } from '../measure/command.ts';
import { missingProc, peakMemory } from '../measure/peak-memory.ts';
import { type Spread, spreadOf } from '../measure/spread.ts';
import { formatCount, formatMegabytes } from '../report/format-number.ts';
import type { Figure } from '../report/result.ts';
import type { Row } from './row.ts';

const megabyte = 1e6;

/** Megabytes above the input for what is held in memory; for what is not, a constant and an index of the documents. */
export const memory: Row = {
  name: 'memory',
  title: 'peak memory',
  *measure(bench) {
    const missing = missingProc('peak memory');
    if (missing !== undefined) {
      yield missing;
      return;
    }
    const count = sizeOf(bench, 50_000, 500);
    const held = writeFileOf(join(bench.directory, 'held.yaml'), mixedDocuments({ count, seed: 7 }));
    const label = `${formatCount(count)} documents, ${formatMegabytes(held.bytes)}`;
    yield aboveInput(bench, `${label}, one file`, { command: renderer('render', held.path), bytes: held.bytes });
    const piped = { ...renderer('render', '-'), piped: held.path };
    yield aboveInput(bench, `${label}, standard input`, { command: piped, bytes: held.bytes });
    const many = sizeOf(bench, 250_000, 1000);
    const beyond = writeFileOf(join(bench.directory, 'beyond.yaml'), mixedDocuments({ count: many, seed: 7 }));
    const task = { command: renderer('render', beyond.path), documents: many };
    yield indexOnly(bench, `${formatCount(many)} documents, ${formatMegabytes(beyond.bytes)}, one file`, task);
  },
};

function peaks(bench: Bench, label: string, command: Command): readonly number[] {
  bench.say(`peak memory, ${label}`);
  return Array.from({ length: bench.quick ? 1 : 3 }, () => peakMemory(bench, command));
}

function aboveInput(bench: Bench, label: string, task: { readonly command: Command; readonly bytes: number }): Figure {
  const above = peaks(bench, label, task.command).map((peak) => (peak - task.bytes) / megabyte);
  return figure(label, 'the input', { spread: spreadOf(above), target: { goal: 55, gate: 90, better: 'lower' } });
}

/** Beyond what is held in memory the limit is 60 MB and 150 bytes for each document; the gate 90 MB and 250. */
export function indexOnly(bench: Bench, label: string, task: { readonly command: Command; readonly documents: number }): Figure {
  const spread = spreadOf(peaks(bench, label, task.command).map((peak) => peak / megabyte));
  const goal = 60 + (150 * task.documents) / megabyte;
  const gate = 90 + (250 * task.documents) / megabyte;
  return figure(label, 'a constant and the number of documents', { spread, target: { goal, gate, better: 'lower' } });
}

function figure(
  label: string,
  against: string,
  found: { readonly spread: Spread; readonly target: NonNullable<Figure['target']> },
): Figure {
  return { type: 'figure', label, against, unit: 'MB', ...found };
}
