import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { mixedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { renderer } from '../measure/command.ts';
import { missingProc, peakMemory } from '../measure/peak-memory.ts';
import { runCommand } from '../measure/run-command.ts';
import { formatMegabytes } from '../report/format-number.ts';
import type { Result } from '../report/result.ts';

const label = 'streaming equals in-memory';
/** About 300 MB: more than the 256 MiB that the program holds. */
const count = 165_000;

/**
 * The program on a file that is too large to be held, against the library on the same bytes in memory. That nothing was held
 * is seen from the peak: one above the size of the file proves nothing about streaming, so it is no pass.
 */
export function streamingEqualsMemory(bench: Bench): Result {
  if (bench.quick) return { type: 'missing', label, reason: 'it takes 300 MB, which --quick does not write' };
  const missing = missingProc(label);
  if (missing !== undefined) return missing;
  bench.say(label);
  const { path, bytes } = writeFileOf(join(bench.directory, 'beyond.yaml'), mixedDocuments({ count, seed: 17 }));
  const [streamed, hash] = [join(bench.directory, 'streamed.yaml'), join(bench.directory, 'hash')];
  const peak = peakMemory(bench, { ...renderer('render', path), stdout: streamed });
  runCommand({ argv: [process.execPath, join(import.meta.dirname, 'render-in-memory.mjs'), path], stdout: hash });
  const equal = hashOfFile(streamed) === readFileSync(hash, 'utf8');
  const sizes = `${formatMegabytes(bytes)} in, peak memory ${formatMegabytes(peak)}`;
  if (!equal) return { type: 'verdict', label, holds: false, detail: `the outputs differ; ${sizes}` };
  if (peak >= bytes) return { type: 'missing', label, reason: `the outputs are equal, but nothing was streamed: ${sizes}` };
  return { type: 'verdict', label, holds: true, detail: sizes };
}

function hashOfFile(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  const fd = openSync(path, 'r');
  try {
    for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}
