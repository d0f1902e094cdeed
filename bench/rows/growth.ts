import { join } from 'node:path';
import { mixedDocuments, pairedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { type Command, renderer } from '../measure/command.ts';
import { growthExponent } from '../measure/growth-exponent.ts';
import { runCommand } from '../measure/run-command.ts';
import { spreadOf } from '../measure/spread.ts';
import { formatCount } from '../report/format-number.ts';
import type { Row } from './row.ts';

interface Size {
  readonly amount: number;
  readonly command: Command;
}

export const growth: Row = {
  name: 'growth',
  title: 'growth with the number of documents',
  *measure(bench) {
    const counts = bench.quick ? [1000, 3000, 9000] : [10_000, 50_000, 250_000];
    const write = (name: string, documents: Parameters<typeof writeFileOf>[1]): Command =>
      renderer('render', writeFileOf(join(bench.directory, name), documents).path);
    const start = write('tiny.yaml', pairedDocuments(1));
    const sizes = counts.map((amount) => ({ amount, command: write(`${amount}.yaml`, mixedDocuments({ count: amount, seed: 7 })) }));
    const label = counts.map(formatCount).join(' → ');
    bench.say(`growth ${label}`);
    exponentOf(start, sizes);
    const exponents = Array.from({ length: bench.quick ? 2 : 5 }, () => exponentOf(start, sizes));
    const target = { goal: 1.05, gate: 1.2, better: 'lower' } as const;
    yield { type: 'figure', label, against: 'itself, start taken off', unit: 'exponent', spread: spreadOf(exponents), target };
  },
};

/** One round. The start is the same whatever the size: left in, it would hide growth at the small end. */
function exponentOf(start: Command, sizes: readonly Size[]): number {
  const base = runCommand(start).milliseconds;
  const samples = sizes.map(({ amount, command }) => ({ amount, time: Math.max(1, runCommand(command).milliseconds - base) }));
  return growthExponent(samples);
}
