import type { FuzzFile, FuzzInput } from './input.ts';

/** Tries before it gives up: each costs one execution. */
const mostTries = 400;

/** The input with everything left out that the failure does not need: options, files, lines. `fails` says whether it still fails alike. */
export function minimize(input: FuzzInput, fails: (candidate: FuzzInput) => boolean): FuzzInput {
  let left = mostTries;
  const keep = (best: FuzzInput, candidate: FuzzInput): FuzzInput => (left-- > 0 && fails(candidate) ? candidate : best);
  let best = input;
  for (const key of Object.keys(best.options)) {
    const options = Object.fromEntries(Object.entries(best.options).filter(([name]) => name !== key));
    best = keep(best, { ...best, options });
  }
  for (let i = best.files.length - 1; i >= 0 && best.files.length > 1; i--)
    best = keep(best, { ...best, files: best.files.toSpliced(i, 1) });
  for (let i = 0; i < best.files.length; i++) {
    for (let size = Math.ceil(linesOf(best.files[i]).length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < linesOf(best.files[i]).length && left > 0; ) {
        const next = keep(best, withoutLines(best, i, [at, size]));
        if (next === best) at += size;
        best = next;
      }
    }
  }
  return best;
}

const linesOf = (file: FuzzFile | undefined): readonly string[] => file?.bytes.toString('latin1').split(/(?<=\n)/) ?? [];

function withoutLines(input: FuzzInput, index: number, [at, count]: readonly [number, number]): FuzzInput {
  const files = input.files.map((file, i) =>
    i === index ? { ...file, bytes: Buffer.from(linesOf(file).toSpliced(at, count).join(''), 'latin1') } : file,
  );
  return { ...input, files };
}
