import type { Report } from '../diagnostics/diagnostic.ts';
import type { Limits } from '../model/limits.ts';

/** Counts files as they come. */
export interface Tally {
  /** False for a file that is not to be read; the first one of each kind has been reported (RP1013 to RP1015). */
  admits(file: { readonly path: string; readonly size: number }): boolean;
}

/** For all files of a run. It knows sizes alone, so that a frontend can ask it before anything is read. */
export function createTally(limits: Pick<Limits, 'fileSize' | 'totalSize' | 'files'>, report: Report): Tally {
  let files = 0;
  let total = 0;
  return {
    admits: ({ path, size }) => {
      const place = { kind: 'file', path } as const;
      if (size > limits.fileSize) {
        report('RP1013', place, { path, most: limits.fileSize });
        return false;
      }
      const before = { files, total };
      files++;
      total += size;
      if (before.files <= limits.files && files > limits.files) report('RP1015', place, { most: limits.files });
      if (before.total <= limits.totalSize && total > limits.totalSize) report('RP1014', place, { most: limits.totalSize });
      return files <= limits.files && total <= limits.totalSize;
    },
  };
}
